// Ops list, log and history: what a run's row holds.
#include "case_array.hpp"
#include "case_call.hpp"
#include "case_stores.hpp"

#include "temp_dir.hpp"

#include <wbm/media/plain_array.hpp>

#include <algorithm>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

/// Plain data with values inside, as the row has it: each value is logged under its innermost key, wire spec 2.7.
std::string nested_text(Run& run, Builder& builder, std::int64_t step, const json::value& node, std::string_view key) {
    const Special special = [&](std::string& out, const json::value& inner, std::string_view member) {
        const auto tag = tag_of(inner);
        if (tag == "$npy" || tag == "$ndarray") {
            const NpyArray array = read_array(inner.get_object(), builder.folder());
            const json::value plain = plain_array(builder.registry(), *array.part().tensor());
            json::append(out, plain, json::Style::fast, json::NonFinite::allow);
        } else if (Builder::is_value(inner)) {
            out += builder.value(inner)->to_json_text(*run.slot(member, step));
        } else if (Builder::is_value_list(inner)) {
            out += list_json(*run.slot(member, step), builder.values(inner));
        } else {
            return false;
        }
        return true;
    };
    return text_of(node, special, key);
}

/// A DataFrame is logged as a table of it, wire spec 2.7 step 2.
json::object table_of(const json::value& frame) {
    return {{"$call", "wandb.Table"}, {"args", json::array()}, {"kwargs", {{"dataframe", frame}}}};
}

std::string log_node(Run& run, Builder& builder, std::string_view key, std::int64_t step, const json::value& node) {
    if (tag_of(node) == "$dataframe") return run.log(key, builder.value(table_of(node)), step);
    if (Builder::is_value(node)) return run.log(key, builder.value(node), step);
    if (Builder::is_value_list(node)) return run.log(key, builder.values(node), step);
    return run.log(key, json::read(nested_text(run, builder, step, node, key)), step);
}

/// What values said in the config: a list of {"type", "key", "value"}.
json::array class_labels(const Run& run) {
    json::array all;
    const json::value* types = run.config().if_contains("_wandb");
    if (types == nullptr) return all;
    for (const auto& type : types->as_object())
        for (const auto& member : type.value().as_object()) all.push_back(member.value());
    return all;
}

}  // namespace

void store_in_run(Output& out, const std::function<std::string(Run&)>& log) {
    const test::TempDir scratch;
    struct KeepFiles {
        fs::path from, to;
        ~KeepFiles() {
            std::error_code ignored;
            if (fs::is_directory(from, ignored)) fs::copy(from, to, fs::copy_options::recursive, ignored);
        }
    } const keep{scratch / "run" / "files", out.folder() / "run"};
    Run run(scratch / "run");
    out.write("run.json", log(run));
    if (const json::array config = class_labels(run); !config.empty())
        out.write("run_config.json", json::write(json::value(config)));
}

std::string list_json(Store& slot, std::span<const ValuePtr> values) {
    std::vector<std::string> each;
    const auto limit = values.empty() ? std::nullopt : values.front()->batch_limit();
    const bool is_batch = limit && std::all_of(values.begin(), values.end(),
                                               [&](const ValuePtr& v) { return v->type() == values.front()->type(); });
    if (is_batch && *limit != 0) values = values.first(std::min(*limit, values.size()));
    for (const auto& value : values) each.push_back(value->to_json_text(slot));
    if (is_batch) return values.front()->seq_to_json(values, each);
    std::string text = "[";
    for (const auto& one : each) text.append(text.size() == 1 ? "" : ",").append(one);
    return text + "]";
}

std::string log_value(Run& run, const Case& c, const ValuePtr& value) {
    return c.step ? run.log(c.key, value, c.step) : value->to_json_text(*run.slot(c.key, std::nullopt));
}

void run_list(const Case& c, Output& out, Registry& registry) {
    const auto values = [&] { return Builder(registry, c.folder).values(c.call); };
    if (!out.stage("init", [&] { (void)values(); })) return;
    out.stage("run", [&] {
        store_in_run(out, [&](Run& run) {
            return c.step ? run.log(c.key, values(), c.step) : list_json(*run.slot(c.key, std::nullopt), values());
        });
    });
}

void run_log(const Case& c, Output& out, Registry& registry) {
    out.stage("run", [&] {
        store_in_run(out, [&](Run& run) {
            Builder builder(registry, c.folder);
            return log_node(run, builder, c.key, c.step.value_or(0), c.call);
        });
    });
}

void run_history(const Case& c, Output& out, Registry& registry) {
    out.stage("run", [&] {
        store_in_run(out, [&](Run& run) {
            Builder builder(registry, c.folder);
            const json::object& row = c.call.as_object();
            const auto* own = row.if_contains("_step");
            const auto step = own != nullptr ? own->to_number<std::int64_t>() : c.step.value_or(0);
            for (const auto& [key, node] : row)
                if (key != "_step") log_node(run, builder, key, step, node);
            return json::write(run.history().back(), json::Style::fast, json::NonFinite::allow);
        });
    });
}

}  // namespace wbm::conformance
