import CCurl
import Glibc

/// The request headers as libcurl's list, which it reads in place; overwritten with zeros when released.
struct HeaderList: ~Copyable {
    let first: UnsafeMutablePointer<curl_slist>?

    /// Nil where memory is short.
    init?(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        first = list
    }

    deinit {
        var next = first
        while let entry = next {
            if let text = entry.pointee.data { explicit_bzero(text, strlen(text)) }
            next = entry.pointee.next
        }
        curl_slist_free_all(first)
    }
}
