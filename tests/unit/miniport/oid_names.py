#!/usr/bin/env python3
"""Prints OID(name) for every OID that a header defines.    Usage: oid_names.py HEADER"""
import re
import sys

for name in re.findall(r"^#define (OID_DOT11_\w+) 0x", open(sys.argv[1]).read(), re.M):
    print("OID(%s)" % name)
