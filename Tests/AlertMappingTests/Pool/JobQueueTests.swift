import Testing

@testable import AlertMapping

@Suite struct JobQueueTests {
    @Test func `what was taken and answered is let go, however much waits behind it`() throws {
        let queue = JobQueue(slots: 1)
        let slot = try #require(Wakeup())
        weak var watched: MappingJob?
        do {
            let call = MappingCall(files: 1)
            let job = MappingJob(bytes: [1], name: "first", of: call)
            watched = job
            #expect(queue.add([job]))
        }
        let others = MappingCall(files: 40)
        #expect(queue.add((0..<40).map { MappingJob(bytes: [2], name: "\($0)", of: others) }))
        #expect(watched != nil)
        _ = queue.take(for: slot)
        #expect(watched == nil)
        #expect(!queue.takeRest().isEmpty)
    }
}
