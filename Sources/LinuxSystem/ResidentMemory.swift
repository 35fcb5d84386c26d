import CQuiet

/// The memory of a process that has started and now waits.
public enum ResidentMemory {
    /// Gives back what only the start needed: free heap, and the code that was mapped to parse, to migrate and to compile.
    public static func giveBackWhatStartNeeded() {
        lz_give_back_what_start_needed()
    }
}
