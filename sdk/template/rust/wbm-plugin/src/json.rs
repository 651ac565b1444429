use crate::{Error, Result};
/// One JSON value.
pub use serde_json::Value as Json;

/// A JSON object; members are sorted by name.
pub type Object = serde_json::Map<String, Json>;

/// A value for an error, cut to a readable length.
fn brief(value: &Json) -> String {
    const MOST: usize = 80;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// An optional text: `None` when the member is missing or null.
pub fn optional_text(object: &Object, key: &str) -> Result<Option<String>> {
    match object.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(Error::invalid(format!("\"{key}\" must be text, it is {}", brief(other)))),
    }
}

/// A required text: `"path" is missing` otherwise.
pub fn text(object: &Object, key: &str) -> Result<String> {
    optional_text(object, key)?.ok_or_else(|| Error::not_found(format!("\"{key}\" is missing")))
}

/// An optional text with a fallback.
pub fn text_or(object: &Object, key: &str, fallback: &str) -> Result<String> {
    Ok(optional_text(object, key)?.unwrap_or_else(|| fallback.into()))
}

pub(crate) fn read_object(text: &[u8]) -> Result<Object> {
    match serde_json::from_slice(text)? {
        Json::Object(object) => Ok(object),
        other => Err(Error::invalid(format!("the JSON must be an object, it is {}", brief(&other)))),
    }
}

/// Refuses JSON whose `_type` is another type's.
pub(crate) fn check_type_member(object: &Object, name: &str) -> Result<()> {
    match object.get("_type") {
        None | Some(Json::Null) => Ok(()),
        Some(Json::String(found)) if found == name => Ok(()),
        Some(other) => Err(Error::invalid(format!("\"_type\" must be \"{name}\", it is {}", brief(other)))),
    }
}
