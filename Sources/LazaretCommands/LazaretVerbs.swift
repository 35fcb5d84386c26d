public import ArgumentParser

/// The verbs for people, in the order in which help shows them.
public enum LazaretVerbs {
    public static let all: [any ParsableCommand.Type] = [
        CheckCommand.self, ExplainCommand.self, StatusCommand.self, ActionsCommand.self, AlertsCommand.self,
        ShowCommand.self, ApproveCommand.self, DenyCommand.self, RetryCommand.self, CancelCommand.self,
        PauseCommand.self, ResumeCommand.self, WatchCommand.self, RestoreSheetCommand.self, ExportCommand.self,
        VerifyCommand.self, BackupCommand.self, PruneCommand.self, VersionCommand.self,
    ]
}
