# Two commands for people: make run, make test. Everything else is for those who work here.
BUILD ?= build

.PHONY: run test build program extension bench interop interop-all interop-uml fuzz install docs clean deps deps-test deb deb-test cross

run: program
	@$(BUILD)/cmd/extsta demo

# Only what the program is made of: a first `make run` is quick.
program: deps $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet cmd/extsta

build: deps $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja: | deps
	@meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

deps:
	@scripts/deps

deps-test:
	@scripts/deps test

test: deps-test build
	@scripts/test

# The example that the VM carries.
extension: program
	@ninja -C $(BUILD) --quiet extensions/wpa2psk/wpa2psk.so

bench: build
	@scripts/bench

interop: deps-test program extension
	@tests/interop/run

# With the whole matrix, and the storms of 200 stations, three times: an hour.
interop-all: deps-test program extension
	@tests/interop/run --all

# In virtual time: hostapd's day in a kernel that is a program, which the first time builds it.
interop-uml: deps-test program extension
	@scripts/deps uml
	@tests/interop/run --uml

fuzz: deps-test
	@scripts/fuzz

install: build
	@meson install -C $(BUILD) --no-rebuild

# Debian packages, in build-deb, which lintian has seen; and these in a fresh Debian, which takes root.
deb: deps
	@scripts/deps deb
	@scripts/deb

deb-test: deb
	@tests/packages/run build-deb

# For another machine, and run there by qemu's user mode: arm64, armhf, s390x. Takes root.
cross: program
	@scripts/deps deb
	@scripts/cross/run $(ARCH) $(PACKAGES)

# The generated pages of docs/, from the tables and tests they describe.
docs: build
	@scripts/docs

clean:
	rm -rf $(BUILD) build-asan build-tsan build-fuzz build-deb build-deb-*
