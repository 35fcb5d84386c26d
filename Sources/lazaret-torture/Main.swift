import ArgumentParser

/// `make torture`: the real daemon, ended at the worst instants. See docs/testing.md.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lazaret-torture", abstract: "Kills the daemon at the worst instants and looks what is left.",
        subcommands: [KillCampaign.self, InjectCampaign.self])
}
