#include "line_writer.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include "abonado/error.hpp"

namespace abonado::python {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18;

class FileWriter : public LineWriter {
public:
    FileWriter(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    ~FileWriter() override { close(); }

protected:
    std::string write(std::string_view bytes) override {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return {};
        return told();
    }
    std::string close() override {
        if (file_ == nullptr) return {};
        const bool good = std::fclose(std::exchange(file_, nullptr)) == 0;
        return good ? std::string() : told();
    }

private:
    std::string told() const { return path_ + ": " + std::strerror(errno); }

    std::FILE* file_;
    std::string path_;
};

class StreamWriter : public LineWriter {
public:
    StreamWriter(const py::object& stream, PythonCalls& calls) : write_(stream.attr("write")), calls_(calls) {}

protected:
    std::string write(std::string_view bytes) override {
        const bool good = calls_([&] {
            check_signals();
            write_(py::bytes(bytes.data(), bytes.size()));
        });
        return good ? "" : "the stream raised an exception";
    }

private:
    py::object write_;
    PythonCalls& calls_;
};

}  // namespace

bool LineWriter::write_line(std::string_view line) {
    if (!failure_.empty()) return false;
    buffer_ += line;
    buffer_ += '\n';
    return buffer_.size() < kBuffer || flush();
}

bool LineWriter::flush() {
    if (failure_.empty() && !buffer_.empty()) failure_ = write(buffer_);
    buffer_.clear();
    return failure_.empty();
}

bool LineWriter::finish() {
    flush();
    const std::string failed = close();
    if (failure_.empty()) failure_ = failed;
    return failure_.empty();
}

std::unique_ptr<LineWriter> open_file_writer(const std::string& path) {
    // The system would read no further, and write to the file that is named up to there.
    if (path.find('\0') != std::string::npos) {
        throw Error(ErrorCode::invalid_argument, "the path of an output holds a NUL");
    }
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) throw Error(ErrorCode::output_unwritable, path + ": " + std::strerror(errno));
    std::setvbuf(file, nullptr, _IONBF, 0);  // the lines are gathered already
    return std::make_unique<FileWriter>(file, path);
}

std::unique_ptr<LineWriter> stream_writer(const py::object& stream, PythonCalls& calls) {
    return std::make_unique<StreamWriter>(stream, calls);
}

}  // namespace abonado::python
