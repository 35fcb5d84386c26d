import Foundation

extension Conversation {
    /// Answers CONNECT, and relays bytes to and from a port on loopback until one side ends.
    func tunnel(to port: Int) {
        guard let upstream = try? Socket.connect(port: port) else {
            write(answer("502 Bad Gateway"))
            return
        }
        write("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n")
        let socket = socket
        let back = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while case let bytes = upstream.read(), !bytes.isEmpty, socket.write(bytes) {}
            socket.endReads()
            back.signal()
        }
        while case let bytes = socket.read(), !bytes.isEmpty, upstream.write(bytes) {}
        upstream.endReads()
        back.wait()
        upstream.close()
    }
}
