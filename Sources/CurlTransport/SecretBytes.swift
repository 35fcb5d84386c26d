import Glibc

/// Bytes at a fixed address, overwritten with zeros when released: a request body that libcurl reads in place.
///
/// Ends with a zero byte that does not count, so that there is an address also where there are no bytes.
struct SecretBytes: ~Copyable {
    /// Valid as long as this value lives.
    let address: UnsafeMutableRawPointer
    let count: Int

    init(_ bytes: [UInt8]) {
        address = .allocate(byteCount: bytes.count + 1, alignment: 1)
        count = bytes.count
        address.copyMemory(from: bytes, byteCount: count)
        address.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
    }

    deinit {
        explicit_bzero(address, count)
        address.deallocate()
    }
}
