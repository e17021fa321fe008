// Where a store is: its file under a name that holds for as long as the handle.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abonado {

inline constexpr std::string_view kMemoryPath = ":memory:";

// A path as it was given and the file that it led to when the store was opened. Another working directory or another target of
// a link does not lead elsewhere later, and a name that SQLite would read as a URI ("file:…") is the name of a file.
// Immutable.
struct StorePath {
    // Throws Error(invalid_argument) for a path that is empty or holds a NUL, which the system would end it at.
    explicit StorePath(std::string path);

    std::string given;  // for messages
    std::string file;   // absolute, links followed; ":memory:" for a store in memory

    bool is_memory() const { return given == kMemoryPath; }
    // The file whose lock makes a process the one writer.
    std::string writer_file() const { return file + "-writer"; }
    // The file and those that SQLite and the writers make beside it. None of a store in memory.
    std::vector<std::string> files() const;
    // Whether an output of this name would be one of them.
    bool holds(const std::string& output) const;
};

// The file that a path leads to, whether it is there or not: absolute, links followed.
std::string file_of(const std::string& path);
// Whether two paths lead to one file, whether it is there or not.
bool is_one_file(const std::string& one, const std::string& other);

// Throws Error(invalid_argument) for a path that is empty or holds a NUL; `what` names it in the message.
void refuse_unusable_name(const std::string& path, std::string_view what);

}  // namespace abonado
