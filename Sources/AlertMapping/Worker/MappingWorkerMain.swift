import Glibc

/// The whole life of a mapping worker: hello, lock-down, files until the daemon closes the socket. Blocks. Returns the
/// process's exit code: 0 at the end, 64 where nobody has left a socket at descriptor 3, 70 and 71 where the daemon's frames
/// or the lock-down are not what they should be.
public func mappingWorkerMain() -> Int32 {
    guard isSocket(WorkerSocket.descriptor) else { return EX_USAGE }
    var socket = WorkerSocket()
    do {
        guard let first = try socket.receive() else { return EX_OK }
        let hello = try WorkerHello(first)
        try Sandbox.followParent(hello.parent)
        try Sandbox.dieAtOnce()
        warmUp()
        try Sandbox.limit(memory: hello.memory)
        let isFiltered = try Sandbox.filterSystemCalls(socket: WorkerSocket.descriptor)
        if let problems = hello.verifies ? problems(in: hello) : nil {
            return socket.send(WorkerGreeting.unfit(problems).frame) ? EX_OK : EX_IOERR
        }
        let mapper = FileMapper(
            MappingSet(uncompiled: hello.programs.map(\.text)), names: hello.programs.map(\.name))
        // What would keep the daemon from starting is found when it starts.
        if hello.verifies { try mapper.compile() }
        guard socket.send(WorkerGreeting.ready(isFiltered: isFiltered).frame) else { return EX_OK }
        return try serve(&socket, mapper)
    } catch is Sandbox.Failure {
        return EX_OSERR
    } catch {
        return EX_SOFTWARE
    }
}

/// One answer after each file, at once: a death is the fault of the first file without one. Compiles what is not compiled yet
/// as long as no file waits, so that a file which waits for this worker waits for what it needs alone.
private func serve(_ socket: inout WorkerSocket, _ mapper: FileMapper) throws(FrameError) -> Int32 {
    var hasTold = false
    while true {
        if !hasTold {
            while socket.isIdle, mapper.compileNext() {}
            if mapper.isCompiled {
                hasTold = true
                guard socket.send(Frame(.compiled)) else { return EX_OK }
            }
        }
        guard let frame = try socket.receive() else { return EX_OK }
        for (index, file) in try FileBatch.files(in: frame).enumerated() {
            let mapped = mapper.map(file.bytes, name: file.name)
            guard socket.send(FileAnswer.frame(index, mapped, mappings: mapper.names)) else { return EX_OK }
        }
    }
}

private func problems(in hello: WorkerHello) -> [WorkerGreeting.Problem]? {
    let found = hello.programs.enumerated().flatMap { number, program in
        MappingSet.problems(in: [program]).map {
            WorkerGreeting.Problem(program: number, line: $0.line, message: $0.message)
        }
    }
    return found.isEmpty ? nil : found
}

/// What libc reads from files the first time it is asked, while there still are files.
private func warmUp() {
    tzset()
}

private func isSocket(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
}
