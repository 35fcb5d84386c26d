/// Version 4: one index in no natural order less for each order taken in.
///
/// What is on its way for a machine was an index of its own, of which each order changed a page. It is now found by the machine's
/// own index, from the creation of the oldest action on its way on (``FactQueries/oldestLive()``). A machine has few; a flood for one machine, held by
/// the limit, costs each question about it a microsecond a row.
extension Schema {
    static let version4 = """
        DROP INDEX action_live_machine;
        """
}
