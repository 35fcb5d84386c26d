"""A TLS server that speaks HTTP/2 or HTTP/1.1, keeps connections alive for GETs, and for each POST that it has read whole,
which is when it would act on it, drops the connection in one of four ways. Prints its port, then one line a POST: its body.
usage: DroppingPeer.py h2|http/1.1 CERTIFICATE KEY"""
import socket, ssl, struct, sys, threading

protocol, certificate, key = sys.argv[1:4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
context.set_alpn_protocols([protocol])
output = threading.Lock()
posts = 0


def arrived(body):
    global posts
    with output:
        posts += 1
        print("POST " + body.decode(), flush=True)
        return posts


def drop(connection, number, last_words=None):
    if number % 4 == 1 and last_words:
        connection.sendall(last_words)
    if number % 4 == 2:
        # A reset in place of an end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if number % 4 == 3:
        try:
            connection.unwrap()
        except (OSError, ssl.SSLError):
            pass
    connection.close()


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def http2(connection):
    data, bodies, gets = b"", {}, set()
    connection.sendall(frame(4, 0, 0))
    while True:
        more = connection.recv(65536)
        if not more:
            return
        data += more
        if data.startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
            data = data[24:]
        while len(data) >= 9 and not data.startswith(b"PRI "):
            length = int.from_bytes(data[:3], "big")
            if len(data) < 9 + length:
                break
            kind, flags, stream = data[3], data[4], int.from_bytes(data[5:9], "big") & 0x7FFFFFFF
            payload, data = data[9:9 + length], data[9 + length:]
            if kind == 4 and not flags & 1:
                connection.sendall(frame(4, 1, 0))
            elif kind == 1 and flags & 1:
                # HEADERS with END_STREAM: a GET. Entry 8 of the static table is ":status: 200".
                connection.sendall(frame(1, 5, stream, b"\x88"))
            elif kind == 0:
                bodies[stream] = bodies.get(stream, b"") + payload
                if flags & 1:
                    number = arrived(bodies.pop(stream))
                    # RST_STREAM with REFUSED_STREAM and GOAWAY that names no stream: both say "may be sent again".
                    last = frame(3, 0, stream, struct.pack(">I", 7)) if number % 8 == 1 else frame(7, 0, 0, b"\0" * 8)
                    return drop(connection, number, last)


def http1(connection):
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        head, data = data.split(b"\r\n\r\n", 1)
        length = next((int(l.split(b":")[1]) for l in head.split(b"\r\n") if l.lower().startswith(b"content-length:")), 0)
        while len(data) < length:
            data += connection.recv(65536)
        body, data = data[:length], data[length:]
        if head.startswith(b"POST"):
            return drop(connection, arrived(body))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def serve(plain):
    try:
        connection = context.wrap_socket(plain, server_side=True)
        (http2 if connection.selected_alpn_protocol() == "h2" else http1)(connection)
    except (OSError, ssl.SSLError):
        pass


listener = socket.create_server(("127.0.0.1", 0), backlog=256)
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
