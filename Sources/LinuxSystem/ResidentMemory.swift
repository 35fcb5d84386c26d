import CQuiet

/// The memory of a process that has started and now waits.
public enum ResidentMemory {
    /// Two heaps for all threads in place of one for each. To be called at start; later it changes less.
    public static func keepHeapTogether() {
        lz_keep_heap_together()
    }

    /// Gives back what only the start needed: free heap, and the code that was mapped to parse, to migrate and to compile.
    public static func giveBackWhatStartNeeded() {
        lz_give_back_what_start_needed()
    }
}
