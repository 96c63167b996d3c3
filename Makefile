# Two commands for people: make run, make test. Everything else is for those who work here.
BUILD ?= build

.PHONY: run test build bench interop fuzz clean deps

run: build
	@$(BUILD)/cmd/extsta demo

build: deps
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >/dev/null
	@ninja -C $(BUILD) --quiet

deps:
	@scripts/deps

test: build
	@scripts/test

bench: build
	@scripts/bench

interop: build
	@tests/interop/run

fuzz:
	@scripts/fuzz

clean:
	rm -rf $(BUILD) build-asan build-fuzz
