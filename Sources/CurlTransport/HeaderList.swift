import CCurl
import Glibc
import HTTPTransport

/// The request headers as libcurl's list, which it reads in place: made by the caller, and overwritten with zeros when the last
/// reference goes.
final class HeaderList: @unchecked Sendable {
    // Written in `init` alone, before it is shared.
    let first: UnsafeMutablePointer<curl_slist>?

    /// Throws where memory is short.
    init(_ lines: [String]) throws(TransportError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                Self.release(list)
                throw .library("curl_slist_append", CURLE_OUT_OF_MEMORY)
            }
            list = longer
        }
        first = list
    }

    deinit { Self.release(first) }

    private static func release(_ list: UnsafeMutablePointer<curl_slist>?) {
        var next = list
        while let entry = next {
            if let text = entry.pointee.data { explicit_bzero(text, strlen(text)) }
            next = entry.pointee.next
        }
        curl_slist_free_all(list)
    }
}
