# make demo   build, run simulator and daemon together on the sample alerts, show the action log
# make test   build and run every test
# See CONTRIBUTING.md for the rest.

SWIFT_BUILD_FLAGS ?=
PREFIX ?= /usr
DESTDIR ?=
# What is shipped: with the Swift runtime in it, and without the name of the directory that it is built in.
RELEASE_FLAGS = -Xswiftc -static-stdlib -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=. -Xswiftc -vfsoverlay -Xswiftc $(RELATIVE) \
    -Xcc -ffile-prefix-map=$(CURDIR)=. -Xcxx -ffile-prefix-map=$(CURDIR)=. $(SWIFT_BUILD_FLAGS)
# One check that Swift compiles in (withoutActuallyEscaping, which GRDB uses once) holds the length of its file's name, which no prefix
# map shortens. So the compiler finds GRDB's files by names that are relative to the checkout.
RELATIVE = $(CURDIR)/.build/relative-names.yaml
GRDB = .build/checkouts/GRDB.swift/GRDB

.PHONY: all deps build release demo test tsan asan inbox-campaign pause-campaign bench fuzz man completions format check check-format check-imports install clean check-reproducible simulate-faults torture network-campaign deb test-deb test-unit soak screenshots check-operations check-datasette

all: build

deps:
	scripts/install-dependencies

build: deps
	swift build --product lazaret $(SWIFT_BUILD_FLAGS)

release: deps
	@mkdir -p .build
	@echo '{"version": 0, "roots": [{"name": "$(CURDIR)/$(GRDB)", "type": "directory-remap", "external-contents": "$(GRDB)"}]}' > $(RELATIVE)
	swift build -c release --product lazaret $(RELEASE_FLAGS)

demo: build
	scripts/demo

# Without them some tests skip; nginx and squid, which are services, only `make network-campaign` and .ci/run install.
TEST_TOOLS = openssl strace python3 python3-cryptography
# In three goes. What opens many sockets apart from the rest: where some 1,300 descriptors are open, Foundation's Process (6.3) reads past
# the end of a directory entry. What starts processes of its own, or keeps both cores busy, one by one at the end.
NETWORK_TESTS = CurlTransportTests|DefenderSimulatorTests|DefenderAPITests|StatusServerTests
HEAVY_TESTS = ProcessTests|TortureTests|FaultSimulationTests|DeliveryTests|CampaignTests|FloodTests|EventChainTests|InboxTests|LinuxSystemTests
test:
	scripts/install-dependencies $(TEST_TOOLS)
	swift build --build-tests $(SWIFT_BUILD_FLAGS)
	swift test --skip-build $(SWIFT_BUILD_FLAGS) --skip '$(HEAVY_TESTS)|$(NETWORK_TESTS)'
	swift test --skip-build $(SWIFT_BUILD_FLAGS) --filter '$(NETWORK_TESTS)'
	swift test --skip-build $(SWIFT_BUILD_FLAGS) --no-parallel --filter '$(HEAVY_TESTS)'

# What runs on several threads, under the thread sanitizer; in a build of its own (.build/tsan).
THREADED_TESTS ?= StatusServerTests|LazaretDaemonTests|CurlTransportTests|LinuxSystemTests|DefenderAPITests|DefenderSimulatorTests|DeliveryTests|InboxTests
tsan: deps
	swift build --build-tests --sanitize=thread --scratch-path .build/tsan $(SWIFT_BUILD_FLAGS)
	swift test --skip-build --sanitize=thread --scratch-path .build/tsan --no-parallel $(SWIFT_BUILD_FLAGS) \
	    --filter '$(THREADED_TESTS)' --skip '$(SLOW_UNDER_TSAN)'
SLOW_UNDER_TSAN ?= ProcessTests|HalfReadTests|HostileNeighbourTests|DropCampaignTests

# What touches C's memory, under the address sanitizer and its search for leaks; in a build of its own (.build/asan).
UNSAFE_TESTS ?= CurlTransportTests|DefenderAPITests
asan: deps
	swift build --build-tests --sanitize=address --scratch-path .build/asan $(SWIFT_BUILD_FLAGS)
	LSAN_OPTIONS="suppressions=$(CURDIR)/scripts/lsan-suppressions" swift test --skip-build --sanitize=address \
	    --scratch-path .build/asan --disable-xctest $(SWIFT_BUILD_FLAGS) --filter '$(UNSAFE_TESTS)'

# The long forms of the inbox's tests: 20,000 files for a stopped process, 2,000 producers that do everything wrong.
inbox-campaign: deps
	swift build --build-tests $(SWIFT_BUILD_FLAGS)
	LAZARET_INBOX_CAMPAIGN=1 LAZARET_INBOX_TRIALS=2000 swift test --skip-build $(SWIFT_BUILD_FLAGS) \
	    --filter 'HalfReadTests|ProcessTests.InboxTests'

# The kill switch a hundred times under load, each time kept over kill -9; `make pause-campaign ROUNDS=10` fewer.
ROUNDS ?= 100
pause-campaign: deps
	swift build --build-tests $(SWIFT_BUILD_FLAGS)
	LAZARET_PAUSE_ROUNDS=$(ROUNDS) swift test --skip-build --no-parallel $(SWIFT_BUILD_FLAGS) --filter PauseTests.underLoad

# The network as companies have it: nginx, squid, bad servers, drops, an independent verifier of assertions.
network-campaign: deps
	scripts/network-campaign

# The benchmarks in turn, of the program as it is shipped; `make bench BENCH=gate` one of them.
bench: release
	swift build -c release --product lazaret-bench $(RELEASE_FLAGS)
	scripts/bench $(BENCH)

# Manual pages and completions, from the program's own declarations: .build/man, .build/completions.
man: build
	rm -rf .build/man
	$(shell swift build --show-bin-path $(SWIFT_BUILD_FLAGS))/lazaret manual .build/man

completions: build
	scripts/completions $(shell swift build --show-bin-path $(SWIFT_BUILD_FLAGS))/lazaret .build/completions

# The JSON gate against a plain second reader: ten million generated documents, or `make fuzz INPUTS=... SEED=...`.
fuzz: deps
	swift build -c release --product lazaret-bench $(SWIFT_BUILD_FLAGS)
	$$(swift build -c release --show-bin-path)/lazaret-bench fuzz --inputs $(or $(INPUTS),10000000) --seed $(or $(SEED),1)

# Ten thousand seeds of the deterministic simulation of delivery (docs/delivery.md); `make simulate-faults SEEDS=100` fewer.
SEEDS ?= 10000
simulate-faults: deps
	swift build -c release --product fault-simulation $(SWIFT_BUILD_FLAGS)
	.build/release/fault-simulation --seeds $(SEEDS)

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

RELEASE = $(shell swift build -c release -Xswiftc -static-stdlib --show-bin-path $(SWIFT_BUILD_FLAGS))

install: release
	scripts/install-files $(RELEASE)/lazaret "$(DESTDIR)" $(PREFIX)

# The Debian package: .build/deb/lazaret_VERSION_ARCH.deb
deb: release
	scripts/deb

# The package installed, upgraded, removed and purged in a bare Debian; the demo under the real unit in a booted one. As root.
test-deb: deb
	scripts/test-deb .build/deb/lazaret_*.deb

# Two clean builds of the last commit, in two directories: the same package to the byte? Some ten minutes.
check-reproducible: deps
	scripts/check-reproducible

test-unit: deb
	scripts/test-unit .build/deb/lazaret_*.deb

# Memory, descriptors and write-ahead log at the quota with faults; `make soak HOURS=240` for longer than a day.
soak: release
	scripts/soak $(HOURS)

screenshots: build
	scripts/screenshots

# Alert rules, dashboard, unit and manual pages by their own tools; the documented commands by running them.
check-operations: build
	scripts/check-operations

# The canned queries and charts for Datasette, opened in a Datasette from PyPI over the demo log.
check-datasette: deps
	scripts/install-dependencies python3-venv
	swift build --build-tests $(SWIFT_BUILD_FLAGS)
	scripts/check-datasette

clean:
	rm -rf .build demo-state
