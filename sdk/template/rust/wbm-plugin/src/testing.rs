//! Calls a type through its C table, as a program does, with a store of its own: for a plugin's unit tests.

use crate::tensor::dtype_of;
use crate::text::{slice_of, str_of, write, Collected};
use crate::{sys, Element, Error, MediaType, Object, Result, StoreKind, Table};
use std::cell::RefCell;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::os::raw::c_void;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

/// `create`'s input, with memory of its own.
pub struct Source {
    kind: u32,
    data: Vec<u8>,
    options: String,
    dtype: sys::DLDataType,
    shape: Vec<i64>,
    strides: Vec<i64>,
    first: usize,
}

impl Source {
    fn new(kind: u32, data: &[u8]) -> Self {
        let dtype = dtype_of::<u8>();
        Self { kind, data: data.into(), options: String::new(), dtype, shape: vec![], strides: vec![], first: 0 }
    }

    /// A file's path.
    pub fn path(path: &str) -> Self {
        Self::new(sys::WBM_FROM_PATH, path.as_bytes())
    }

    /// The bytes themselves.
    pub fn bytes(bytes: &[u8]) -> Self {
        Self::new(sys::WBM_FROM_BYTES, bytes)
    }

    /// One JSON value.
    pub fn json(text: &str) -> Self {
        Self::new(sys::WBM_FROM_JSON, text.as_bytes())
    }

    /// A row-major array.
    pub fn tensor<T: Element>(elements: &[T], shape: &[i64]) -> Self {
        let mut source = Self::new(sys::WBM_FROM_TENSOR, crate::bytes(elements));
        source.dtype = dtype_of::<T>();
        source.shape = shape.into();
        source.strides = (0..shape.len()).map(|i| shape[i + 1..].iter().product()).collect();
        source
    }

    /// Other strides, in elements, and the element where the array begins.
    #[must_use]
    pub fn with_strides(mut self, strides: &[i64], first: usize) -> Self {
        self.strides = strides.into();
        self.first = first;
        self
    }

    /// The options, a JSON object.
    #[must_use]
    pub fn with_options(mut self, json: &str) -> Self {
        self.options = json.into();
        self
    }
}

/// A file that was added to a [`FakeStore`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Relative to the store.
    pub path: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// A run or an artifact: keeps files in a folder of its own, which goes with the object. It names them by a hash that is
/// not the real one.
pub struct FakeStore {
    inner: Box<Inner>,
}

struct Inner {
    kind: StoreKind,
    root: PathBuf,
    added: RefCell<Vec<Added>>,
    failing: RefCell<Option<Error>>,
}

impl FakeStore {
    /// An empty one.
    pub fn new(kind: StoreKind) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("wbm-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        fs::create_dir(&root).expect("a temporary folder for a FakeStore");
        Self { inner: Box::new(Inner { kind, root, added: RefCell::default(), failing: RefCell::default() }) }
    }

    /// What was added, in order.
    pub fn added(&self) -> Vec<Added> {
        self.inner.added.borrow().clone()
    }

    /// The next call of the store fails like this.
    pub fn fail_next(&self, error: Error) {
        *self.inner.failing.borrow_mut() = Some(error);
    }

    fn table(&self) -> sys::wbm_store {
        sys::wbm_store {
            size: std::mem::size_of::<sys::wbm_store>() as u32,
            kind: if self.inner.kind == StoreKind::Run { sys::WBM_RUN } else { sys::WBM_ARTIFACT },
            ctx: &*self.inner as *const Inner as *mut c_void,
            add_bytes,
            add_file,
            add_reference,
            fetch,
            add_entry: None,
            add_config: None,
            list: None,
        }
    }
}

impl Drop for FakeStore {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.inner.root);
    }
}

impl Inner {
    fn keep(&self, folder: &str, content: &[u8], name: &str) -> Result<Vec<u8>> {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let hash = hasher.finish();
        let path = match self.kind {
            StoreKind::Run => format!("{folder}/key_0_{hash:020x}{name}"),
            StoreKind::Artifact => format!("{folder}/{hash:020x}{name}"),
        };
        let file = self.root.join(&path);
        fs::create_dir_all(file.parent().unwrap_or(&self.root))?;
        fs::write(file, content)?;
        self.added.borrow_mut().push(Added { path: path.clone(), content: content.into() });
        let mut entry = Object::new();
        entry.insert("path".into(), path.into());
        entry.insert("sha256".into(), format!("{hash:064x}").into());
        if self.kind == StoreKind::Run {
            entry.insert("size".into(), content.len().into());
        }
        Ok(serde_json::to_vec(&entry)?)
    }
}

/// # Safety
/// `ctx` is an [`Inner`]; the texts are borrowed for the call.
unsafe fn answer(
    ctx: *mut c_void,
    out: sys::wbm_sink,
    error: sys::wbm_sink,
    call: impl FnOnce(&Inner) -> Result<Vec<u8>>,
) -> sys::wbm_status {
    let inner = &*(ctx as *const Inner);
    let told = inner.failing.borrow_mut().take();
    match told.map_or_else(|| call(inner), Err) {
        Ok(text) => {
            write(out, &text);
            sys::WBM_OK
        }
        Err(e) => {
            write(error, e.text().as_bytes());
            e.status()
        }
    }
}

unsafe fn utf8<'a>(text: sys::wbm_str) -> Result<&'a str> {
    std::str::from_utf8(slice_of(text)).map_err(|_| Error::invalid("a text is not UTF-8"))
}

unsafe extern "C" fn add_bytes(
    ctx: *mut c_void,
    folder: sys::wbm_str,
    bytes: sys::wbm_str,
    extension: sys::wbm_str,
    entry: sys::wbm_sink,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    answer(ctx, entry, error, |inner| inner.keep(utf8(folder)?, slice_of(bytes), utf8(extension)?))
}

unsafe extern "C" fn add_file(
    ctx: *mut c_void,
    folder: sys::wbm_str,
    path: sys::wbm_str,
    extension: sys::wbm_str,
    entry: sys::wbm_sink,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    answer(ctx, entry, error, |inner| {
        let path = Path::new(utf8(path)?);
        let own = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
        let given = utf8(extension)?;
        inner.keep(utf8(folder)?, &fs::read(path)?, if given.is_empty() { &own } else { given })
    })
}

unsafe extern "C" fn add_reference(
    ctx: *mut c_void,
    _folder: sys::wbm_str,
    _url: sys::wbm_str,
    entry: sys::wbm_sink,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    answer(ctx, entry, error, |_| Err(Error::unsupported("a FakeStore keeps no references")))
}

unsafe extern "C" fn fetch(
    ctx: *mut c_void,
    path: sys::wbm_str,
    local_path: sys::wbm_sink,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    answer(ctx, local_path, error, |inner| {
        let path = utf8(path)?;
        let known = inner.added.borrow().iter().any(|file| file.path == path);
        let missing = || Error::not_found(format!("the store has no file \"{path}\""));
        if known { Ok(()) } else { Err(missing()) }?;
        Ok(inner.root.join(path).to_string_lossy().into_owned().into_bytes())
    })
}

fn text_of(collected: Collected) -> Result<String> {
    String::from_utf8(collected.text).map_err(|_| Error::invalid("the text is not UTF-8"))
}

fn status_of(status: sys::wbm_status, error: Collected) -> Result<()> {
    match status {
        sys::WBM_OK => Ok(()),
        status => Err(Error::new(status, text_of(error)?)),
    }
}

/// Takes a value that the table gave.
unsafe fn take<T>(value: *mut sys::wbm_value) -> T {
    *Box::from_raw(value as *mut T)
}

/// Makes a value. The error's text begins with the type's name.
pub fn create<T: MediaType>(source: &Source) -> Result<T> {
    let tensor = sys::DLTensor {
        data: source.data.as_ptr().wrapping_add(source.first * usize::from(source.dtype.bits) / 8) as *mut c_void,
        device: sys::DLDevice { device_type: 1, device_id: 0 },
        ndim: source.shape.len() as i32,
        dtype: source.dtype,
        shape: source.shape.as_ptr() as *mut i64,
        strides: source.strides.as_ptr() as *mut i64,
        byte_offset: 0,
    };
    let is_tensor = source.kind == sys::WBM_FROM_TENSOR;
    let part = sys::wbm_part {
        size: std::mem::size_of::<sys::wbm_part>() as u32,
        kind: source.kind as i32,
        name: str_of(b""),
        text: str_of(if is_tensor { b"" } else { &source.data }),
        tensor: if is_tensor { &tensor } else { null() },
        arrow: null_mut(),
        value: null(),
    };
    let parts = [&part as *const sys::wbm_part];
    let input = sys::wbm_input {
        size: std::mem::size_of::<sys::wbm_input>() as u32,
        count: 1,
        parts: parts.as_ptr(),
        options: str_of(source.options.as_bytes()),
    };
    let (mut out, mut error) = (null_mut(), Collected::default());
    // Safe: everything that the input points to stays until the call is over.
    let status = unsafe { (Table::<T>::TYPE.create)(&input, &mut out, error.sink()) };
    status_of(status, error)?;
    Ok(unsafe { take(out) })
}

fn to_text<T: MediaType>(value: &T, target: &FakeStore) -> Result<String> {
    let (mut json, mut error) = (Collected::default(), Collected::default());
    let value = value as *const T as *const sys::wbm_value;
    // Safe: the value is a T, as the table's values are.
    let status = unsafe { (Table::<T>::TYPE.to_json)(value, &target.table(), json.sink(), error.sink()) };
    status_of(status, error)?;
    text_of(json)
}

/// Writes a value.
pub fn to_json<T: MediaType>(value: &T, target: &FakeStore) -> Result<Object> {
    Ok(serde_json::from_str(&to_text(value, target)?)?)
}

/// Reads a value from JSON text.
pub fn from_json<T: MediaType>(json: &str, source: &FakeStore) -> Result<T> {
    let (mut out, mut error) = (null_mut(), Collected::default());
    let text = str_of(json.as_bytes());
    // Safe: the text and the store stay until the call is over.
    let status = unsafe { (Table::<T>::TYPE.from_json)(text, &source.table(), &mut out, error.sink()) };
    status_of(status, error)?;
    Ok(unsafe { take(out) })
}

/// Writes the value and reads it back. Refuses one that comes back different or is written differently again.
pub fn round_trip<T: MediaType>(value: &T, store: &FakeStore) -> Result<T> {
    let json = to_text(value, store)?;
    let back: T = from_json(&json, store)?;
    if *value != back {
        return Err(Error::invalid(format!("the value read from {json} is not the one that was written")));
    }
    let again = to_text(&back, store)?;
    if again != json {
        return Err(Error::invalid(format!("to_json gives first {json} and then {again}")));
    }
    Ok(back)
}
