import LazaretCore

extension ConfigurationReader {
    func inbox(_ section: YAMLSection, state: String) -> InboxSection {
        let outbox = section.text("outbox", "outbox")
        let inbox = InboxSection(
            directory: absolute(section.path("directory", "inbox"), below: state),
            accepted: absolute(section.path("accepted", "accepted"), below: state),
            rejected: absolute(section.path("rejected", "rejected"), below: state),
            outbox: outbox.isEmpty ? nil : absolute(outbox, below: state),
            maximumFileSize: section.size("maximumFileSize", 16 << 20),
            settle: section.duration("settle", .seconds(2), minimum: .zero),
            rescan: section.duration("rescan", .seconds(60)),
            retention: section.retention("retention", .seconds(30 * 86_400)))
        section.finish()
        return inbox
    }

    func mapping(_ section: YAMLSection) -> MappingSection {
        let mapping = MappingSection(
            directory: absolute(section.path("directory", "/usr/share/lazaret/mappings"), below: directory),
            extraDirectory: absolute(section.text("extraDirectory", "/etc/lazaret/mappings"), below: directory),
            order: section.texts(
                "order", ["defender-alert", "graph-alert", "defender-incident", "streaming", "sentinel", "flat"]),
            maximumOrdersPerFile: section.integer("maximumOrdersPerFile", 1000, in: 1...10_000_000),
            workers: section.integer("workers", 2, in: 1...64),
            timeout: section.duration("timeout", .seconds(5)))
        if mapping.order.isEmpty { section.report("order", "must name at least one mapping") }
        if Set(mapping.order).count != mapping.order.count { section.report("order", "names a mapping twice") }
        for name in mapping.order where name.isEmpty || name.contains("/") || name.hasPrefix(".") {
            section.report("order", "\"\(name)\" is not the name of a mapping file without its .jq")
        }
        section.finish()
        return mapping
    }

    func transport(_ section: YAMLSection) -> TransportSection {
        let transport = TransportSection(
            connectTimeout: section.duration("connectTimeout", .seconds(10)),
            timeout: section.duration("timeout", .seconds(60)),
            proxy: section.text("proxy"),
            noProxy: section.text("noProxy"),
            proxyCredentialFile: section.optionalText("proxyCredentialFile").map(credential),
            caFile: section.optionalText("caFile").map(credential),
            minimumTLS: section.choice("minimumTLS", .v12))
        if !transport.proxy.isEmpty, transport.proxy.contains("@") {
            section.report("proxy", "must not hold a password; name a file with user:password in proxyCredentialFile")
        }
        section.finish()
        return transport
    }

    func throttle(_ section: YAMLSection) -> ThrottlePolicy {
        var policy = ThrottlePolicy()
        if let windows = section.sections("windows") {
            policy.windows = windows.map { window in
                let value = ThrottlePolicy.Window(
                    limit: window.integer("limit", 1, in: 1...1_000_000_000), per: window.duration("per", .seconds(60)))
                for key in ["limit", "per"] where !window.has(key) { window.report(key, "is required") }
                window.finish()
                return value
            }
            if windows.isEmpty { section.report("windows", "must hold at least one window") }
        }
        policy.share = section.share("share", policy.share)
        policy.maximumInFlight = section.integer("maximumInFlight", policy.maximumInFlight, in: 1...1000)
        section.finish()
        return policy
    }

    func retry(_ section: YAMLSection) -> RetryPolicy {
        let defaults = RetryPolicy()
        let policy = RetryPolicy(
            initialDelay: section.duration("initialDelay", defaults.initialDelay),
            maximumDelay: section.duration("maximumDelay", defaults.maximumDelay),
            maximumAge: section.duration("maximumAge", defaults.maximumAge),
            maximumAttempts: section.integer("maximumAttempts", defaults.maximumAttempts, in: 1...1_000_000),
            findBeforeResend: section.duration("findBeforeResend", defaults.findBeforeResend))
        if policy.maximumDelay < policy.initialDelay {
            section.report("maximumDelay", "must not be shorter than initialDelay")
        }
        section.finish()
        return policy
    }

    func tracking(_ section: YAMLSection) -> TrackingPolicy {
        let defaults = TrackingPolicy()
        let policy = TrackingPolicy(
            initialInterval: section.duration("initialInterval", defaults.initialInterval),
            maximumInterval: section.duration("maximumInterval", defaults.maximumInterval),
            overdueAfter: section.duration("overdueAfter", defaults.overdueAfter))
        if policy.maximumInterval < policy.initialInterval {
            section.report("maximumInterval", "must not be shorter than initialInterval")
        }
        section.finish()
        return policy
    }

    func log(_ section: YAMLSection) -> LogSection {
        let log = LogSection(level: section.choice("level", .info), format: section.choice("format", .auto))
        section.finish()
        return log
    }

    func http(_ section: YAMLSection) -> ListenAddress? {
        let text = section.text("listen", "127.0.0.1:9464")
        defer { section.finish() }
        guard !text.isEmpty else { return nil }
        guard let address = ListenAddress(text) else {
            section.report("listen", "must be a loopback address and a port, such as 127.0.0.1:9464, not \"\(text)\"")
            return nil
        }
        return address
    }

    func retention(_ section: YAMLSection) -> RetentionSection {
        let retention = RetentionSection(actions: section.retention("actions", .seconds(400 * 86_400)))
        section.finish()
        return retention
    }
}
