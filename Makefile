# make demo   build, run simulator and daemon together on the sample alerts, show the action log
# make test   build and run every test
# See CONTRIBUTING.md for the rest.

SWIFT_BUILD_FLAGS ?=
PREFIX ?= /usr
DESTDIR ?=

.PHONY: all deps build release demo test bench torture format check check-format check-imports install clean

all: build

deps:
	scripts/install-dependencies

build: deps
	swift build --product lazaret $(SWIFT_BUILD_FLAGS)

release: deps
	swift build -c release --product lazaret -Xswiftc -static-stdlib $(SWIFT_BUILD_FLAGS)

demo: build
	scripts/demo

test: deps
	swift build --build-tests $(SWIFT_BUILD_FLAGS)
	swift test --skip-build $(SWIFT_BUILD_FLAGS)

# The benchmarks in turn; `make bench BENCH=gate` one of them.
bench: deps
	swift build -c release --product lazaret $(SWIFT_BUILD_FLAGS)
	swift build -c release --product lazaret-bench $(SWIFT_BUILD_FLAGS)
	scripts/bench $(BENCH)

# The daemon killed at the worst instants (docs/testing.md); `make torture KILLS=100` for a shorter one.
KILLS ?= 1000
SEED ?= 1
torture: deps
	scripts/install-dependencies strace
	swift build --product lazaret $(SWIFT_BUILD_FLAGS)
	swift build --product lazaret-torture $(SWIFT_BUILD_FLAGS)
	scripts/torture $(KILLS) $(SEED)

format:
	swift format -i -r Sources Tests Package.swift

check: check-format check-imports

check-format:
	swift format lint --strict -r Sources Tests Package.swift

check-imports: deps
	scripts/check-imports

install: release
	install -D -m 0755 .build/release/lazaret $(DESTDIR)$(PREFIX)/bin/lazaret
	install -d $(DESTDIR)$(PREFIX)/share/lazaret/mappings
	install -m 0644 config/mappings/*.jq $(DESTDIR)$(PREFIX)/share/lazaret/mappings/
	install -D -m 0640 config/lazaret.yaml $(DESTDIR)/etc/lazaret/lazaret.yaml
	install -D -m 0644 systemd/lazaret.service $(DESTDIR)$(PREFIX)/lib/systemd/system/lazaret.service

clean:
	rm -rf .build demo-state
