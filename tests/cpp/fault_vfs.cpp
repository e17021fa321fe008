#include "fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "stores.hpp"

namespace abonado::faults {

namespace {

constexpr std::array<std::string_view, kKinds.size()> kWords{"open",     "read",   "write", "full", "sync",
                                                             "truncate", "remove", "lock",  "map"};
constexpr std::size_t place(Kind kind) { return static_cast<std::size_t>(kind); }
// A write that finds no room is a write.
constexpr std::size_t counter(Kind kind) { return place(kind == Kind::full ? Kind::write : kind); }

// What SQLite gets to see. A lock has several, by the call.
int code_of(Kind kind) {
    switch (kind) {
        case Kind::open:
            return SQLITE_CANTOPEN;
        case Kind::read:
            return SQLITE_IOERR_READ;
        case Kind::write:
            return SQLITE_IOERR_WRITE;
        case Kind::full:
            return SQLITE_FULL;
        case Kind::sync:
            return SQLITE_IOERR_FSYNC;
        case Kind::truncate:
            return SQLITE_IOERR_TRUNCATE;
        case Kind::remove:
            return SQLITE_IOERR_DELETE;
        case Kind::lock:
            return SQLITE_IOERR_LOCK;
        case Kind::map:
            return SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_ERROR;
}

// A write or, without bytes, a truncation that was not synced.
struct Change {
    std::uint64_t offset;
    std::optional<std::string> bytes;
};

struct Disk {
    bool is_durable = false;  // the file itself
    std::string synced;
    std::vector<Change> pending;
};

void apply(std::string& content, std::uint64_t offset, std::string_view bytes) {
    content.resize(std::max<std::size_t>(content.size(), offset + bytes.size()));
    content.replace(offset, bytes.size(), bytes);
}

void apply(std::string& content, const Change& change) {
    if (change.bytes) apply(content, change.offset, *change.bytes);
    else content.resize(change.offset);
}

constexpr std::size_t kSector = 512;

// Each sector of the write by itself, or not.
void apply_some(std::string& content, const Change& change, const std::function<bool()>& is_left) {
    if (!change.bytes) {
        if (is_left()) content.resize(change.offset);
        return;
    }
    for (std::size_t at = 0; at < change.bytes->size();) {
        const std::size_t to_border = kSector - (change.offset + at) % kSector;
        const std::string_view part = std::string_view(*change.bytes).substr(at, to_border);
        if (is_left()) apply(content, change.offset + at, part);
        at += part.size();
    }
}

std::string content_of(const Disk& disk, Left left, std::mt19937& chance) {
    std::string out = disk.synced;
    if (left == Left::nothing) return out;
    std::size_t whole = disk.pending.size();
    if (left == Left::beginning) whole = std::uniform_int_distribution<std::size_t>(0, whole)(chance);
    for (std::size_t i = 0; i < whole; ++i) {
        if (left == Left::any) apply_some(out, disk.pending[i], [&] { return chance() % 2 == 0; });
        else apply(out, disk.pending[i]);
    }
    if (left == Left::beginning && whole < disk.pending.size()) {
        std::uint32_t sectors = static_cast<std::uint32_t>(chance() % 4);
        apply_some(out, disk.pending[whole], [&] { return sectors > 0 && sectors-- > 0; });
    }
    return out;
}

// The file as SQLite allocates it; the real one follows in the same memory.
struct File {
    sqlite3_file base;
    Disk* disk;  // of a watched file, or nothing
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % alignof(std::max_align_t) == 0);

}  // namespace

std::string_view word(Kind kind) { return kWords[place(kind)]; }

struct FaultVfs::Impl {
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs vfs{};

    mutable std::mutex mutex;  // of what follows
    std::array<std::uint64_t, kKinds.size()> calls{};
    std::optional<Kind> failing;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::uint64_t failures = 0;
    bool is_watching = false;
    std::function<void()> on_change;
    std::map<std::string, Disk> disks;

    static inline Impl* current = nullptr;

    // Counts a call; the code that it fails with, or SQLITE_OK.
    int pass(Kind kind) {
        if (is_watching &&
            (kind == Kind::write || kind == Kind::sync || kind == Kind::truncate || kind == Kind::remove))
            on_change();
        const std::lock_guard lock(mutex);
        const std::uint64_t number = ++calls[counter(kind)];
        if (!failing || counter(*failing) != counter(kind) || number < from || number > to) return SQLITE_OK;
        ++failures;
        return code_of(*failing);
    }
};

namespace {

using Impl = FaultVfs::Impl;

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return file_of(file).real(); }
const sqlite3_io_methods& methods_of(sqlite3_file* file) { return *real_of(file)->pMethods; }

int close_file(sqlite3_file* file) { return methods_of(file).xClose(real_of(file)); }

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    if (const int code = Impl::current->pass(Kind::read); code != SQLITE_OK) return code;
    return methods_of(file).xRead(real_of(file), to, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const int failed = Impl::current->pass(Kind::write);
    // What fails may have been done in part.
    const int done = failed == SQLITE_OK ? size : size / 2;
    const int code = done == 0 ? SQLITE_OK : methods_of(file).xWrite(real_of(file), from, done, offset);
    Disk* const disk = file_of(file).disk;
    if (code == SQLITE_OK && disk != nullptr) {
        const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(done));
        disk->pending.push_back({static_cast<std::uint64_t>(offset), std::string(bytes)});
    }
    return failed != SQLITE_OK ? failed : code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = Impl::current->pass(Kind::truncate); code != SQLITE_OK) return code;
    const int code = methods_of(file).xTruncate(real_of(file), size);
    Disk* const disk = file_of(file).disk;
    if (code == SQLITE_OK && disk != nullptr) disk->pending.push_back({static_cast<std::uint64_t>(size), {}});
    return code;
}

int sync_file(sqlite3_file* file, int) {
    if (const int code = Impl::current->pass(Kind::sync); code != SQLITE_OK) return code;
    if (Disk* const disk = file_of(file).disk; disk != nullptr) {
        for (const Change& change : disk->pending) apply(disk->synced, change);
        disk->pending.clear();
        disk->is_durable = true;
    }
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* out) { return methods_of(file).xFileSize(real_of(file), out); }

int lock_file(sqlite3_file* file, int level) {
    if (const int code = Impl::current->pass(Kind::lock); code != SQLITE_OK) return code;
    return methods_of(file).xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) { return methods_of(file).xUnlock(real_of(file), level); }
int has_reserved_lock(sqlite3_file* file, int* out) { return methods_of(file).xCheckReservedLock(real_of(file), out); }
int control_file(sqlite3_file* file, int what, void* with) {
    return methods_of(file).xFileControl(real_of(file), what, with);
}
int sector_size(sqlite3_file* file) { return methods_of(file).xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) { return methods_of(file).xDeviceCharacteristics(real_of(file)); }

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    if (const int code = Impl::current->pass(Kind::map); code != SQLITE_OK) {
        *out = nullptr;
        return code;
    }
    return methods_of(file).xShmMap(real_of(file), page, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    if ((flags & SQLITE_SHM_LOCK) != 0) {
        if (const int code = Impl::current->pass(Kind::lock); code != SQLITE_OK) return SQLITE_IOERR_SHMLOCK;
    }
    return methods_of(file).xShmLock(real_of(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { methods_of(file).xShmBarrier(real_of(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return methods_of(file).xShmUnmap(real_of(file), remove); }

const sqlite3_io_methods kMethods{
    2,           close_file,     read_file,         write_file,   truncate_file, sync_file,       size_of_file,
    lock_file,   unlock_file,    has_reserved_lock, control_file, sector_size,   characteristics, map_shared,
    lock_shared, shared_barrier, unmap_shared,      nullptr,      nullptr};

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    Impl& impl = *Impl::current;
    file->pMethods = nullptr;
    if (const int code = impl.pass(Kind::open); code != SQLITE_OK) return code;
    const bool is_new = name != nullptr && !std::filesystem::exists(name);
    File& made = file_of(file);
    made.disk = nullptr;
    const int code = impl.real->xOpen(impl.real, name, made.real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    file->pMethods = &kMethods;
    if (!impl.is_watching || name == nullptr) return code;
    const auto [at, is_first] = impl.disks.try_emplace(name);
    if (is_first && !is_new) {
        at->second.is_durable = true;
        at->second.synced = stores::bytes_of(name);
    }
    made.disk = &at->second;
    return code;
}

int remove_file(sqlite3_vfs*, const char* name, int sync_directory) {
    Impl& impl = *Impl::current;
    if (const int code = impl.pass(Kind::remove); code != SQLITE_OK) return code;
    // A file whose removal is not synced may come back as it was.
    const auto found = impl.disks.find(name);
    if (found != impl.disks.end() && sync_directory == 0) found->second.pending.push_back({0, {}});
    else if (found != impl.disks.end()) impl.disks.erase(found);
    return impl.real->xDelete(impl.real, name, sync_directory);
}

}  // namespace

FaultVfs::FaultVfs() : impl_(std::make_unique<Impl>()) {
    if (Impl::current != nullptr) throw std::logic_error("there is a FaultVfs already");
    sqlite3_initialize();
    impl_->real = sqlite3_vfs_find(nullptr);
    impl_->vfs = *impl_->real;  // what is not said here is the real one's
    impl_->vfs.zName = "faults";
    impl_->vfs.szOsFile = static_cast<int>(sizeof(File)) + impl_->real->szOsFile;
    impl_->vfs.xOpen = open_file;
    impl_->vfs.xDelete = remove_file;
    Impl::current = impl_.get();
    sqlite3_vfs_register(&impl_->vfs, 1);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&impl_->vfs);
    sqlite3_vfs_register(impl_->real, 1);
    Impl::current = nullptr;
}

void FaultVfs::reset() {
    const std::lock_guard lock(impl_->mutex);
    impl_->calls = {};
    impl_->failing.reset();
    impl_->failures = 0;
}

std::uint64_t FaultVfs::calls(Kind kind) const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->calls[counter(kind)];
}

void FaultVfs::fail(Kind kind, std::uint64_t number, bool stays) {
    reset();
    const std::lock_guard lock(impl_->mutex);
    impl_->failing = kind;
    impl_->from = number;
    impl_->to = stays ? UINT64_MAX : number;
}

std::uint64_t FaultVfs::failures() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->failures;
}

void FaultVfs::watch(std::function<void()> on_change) {
    impl_->on_change = std::move(on_change);
    impl_->is_watching = static_cast<bool>(impl_->on_change);
    if (!impl_->is_watching) impl_->disks.clear();
}

void FaultVfs::photograph(const std::string& directory, Left left, std::mt19937& chance) const {
    for (const auto& [name, disk] : impl_->disks) {
        const bool is_there = disk.is_durable || left == Left::everything ||
                              (left != Left::nothing && chance() % 2 == 0);
        if (!is_there) continue;
        const std::string file = directory + "/" + std::filesystem::path(name).filename().string();
        vectors::replace_file(file, content_of(disk, left, chance));
    }
}

}  // namespace abonado::faults
