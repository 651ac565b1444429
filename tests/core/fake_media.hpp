// Values without plugins, and a look at a whole folder: for the tests of the run.
#pragma once

#include <wbm/error.hpp>
#include <wbm/value.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "temp_dir.hpp"

namespace wbm::test {

/// Stores a text as a file and names it, as the html type does.
class FakeMedia : public WBValue {
public:
    explicit FakeMedia(std::string content, std::string type = "html-file")
        : content_(std::move(content)), type_(std::move(type)) {}

    [[nodiscard]] std::string_view type() const noexcept override { return type_; }
    [[nodiscard]] std::string to_json_text(Store& target) const override {
        const StoredFile file = target.keep_bytes(folder, content_, extension);
        if (fails_late) throw MediaError(Status::invalid, "fake: it fails after its file is stored");
        return "{\"_type\":\"" + type_ + "\"," + target.json_of(file).substr(1) + tail;
    }
    [[nodiscard]] json::object fields() const override { return {}; }
    [[nodiscard]] std::optional<std::size_t> batch_limit() const noexcept override { return limit; }
    [[nodiscard]] std::string seq_to_json(std::span<const ValuePtr> values,
                                          std::span<const std::string> texts) const override {
        if (!limit) return WBValue::seq_to_json(values, texts);
        std::string list =
            "{\"_type\":\"" + type_ + "-list\",\"count\":" + std::to_string(values.size()) + ",\"all\":[";
        for (const std::string& text : texts) list += (list.back() == '[' ? "" : ",") + text;
        return list + "]}";
    }

    std::string folder = "media/html";
    std::string extension = ".html";
    std::string tail;  ///< behind the JSON, to break it
    bool fails_late = false;
    std::optional<std::size_t> limit;

protected:
    [[nodiscard]] bool equals(const WBValue& other) const override {
        return content_ == dynamic_cast<const FakeMedia&>(other).content_;
    }

private:
    std::string content_;
    std::string type_;
};

inline std::shared_ptr<FakeMedia> fake(std::string content, std::string type = "html-file") {
    return std::make_shared<FakeMedia>(std::move(content), std::move(type));
}

/// Every file's content and every folder (as "<folder>") below a folder.
inline std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& e : std::filesystem::recursive_directory_iterator(folder))
        all[e.path().lexically_relative(folder).generic_string()] = e.is_directory() ? "<folder>" : slurp(e.path());
    return all;
}

/// The text of the MediaError that a call throws.
inline std::string refusal(const std::function<void()>& call, Status expected = Status::invalid) {
    try {
        call();
    } catch (const MediaError& error) {
        EXPECT_EQ(error.status(), expected) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
}

}  // namespace wbm::test
