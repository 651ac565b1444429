use crate::{sys, Error, Result};
use std::marker::PhantomData;
use std::slice;

/// In an expected shape: any extent.
pub const ANY: i64 = -1;

const MAX_DIMENSIONS: i32 = 64; // NumPy stops at 32, PyTorch at 64

const CPU: i32 = 1;
const CUDA_HOST: i32 = 3;
const ROCM_HOST: i32 = 11;

mod sealed {
    pub trait Sealed {}
}

/// A number that an array can hold. Any bits are a value of it.
pub trait Element: Copy + sealed::Sealed + 'static {
    #[doc(hidden)]
    const CODE: u8;
}

const INT: u8 = 0;
const UINT: u8 = 1;
const FLOAT: u8 = 2;

macro_rules! elements {
    ($($type:ty: $code:expr),*) => {
        $(impl sealed::Sealed for $type {}
          impl Element for $type { const CODE: u8 = $code; })*
    };
}
elements!(i8: INT, i16: INT, i32: INT, i64: INT, u8: UINT, u16: UINT, u32: UINT, u64: UINT, f32: FLOAT, f64: FLOAT);

pub(crate) fn dtype_of<T: Element>() -> sys::DLDataType {
    sys::DLDataType { code: T::CODE, bits: (std::mem::size_of::<T>() * 8) as u8, lanes: 1 }
}

fn dtype_name(dtype: sys::DLDataType) -> String {
    let name = match dtype.code {
        INT => "int",
        UINT => "uint",
        FLOAT => "float",
        4 => "bfloat",
        5 => "complex",
        6 => "bool",
        _ => "an unknown type of bits ",
    };
    match dtype.lanes {
        1 => format!("{name}{}", dtype.bits),
        lanes => format!("{name}{}x{lanes}", dtype.bits),
    }
}

/// An array that the program lends for the call.
pub struct Tensor<'a> {
    raw: *const sys::DLTensor,
    borrowed: PhantomData<&'a sys::DLTensor>,
}

impl<'a> Tensor<'a> {
    /// # Safety
    /// `raw` points to a tensor as `wbm/plugin.h` describes it, which stays for `'a`.
    pub(crate) unsafe fn new(raw: *const sys::DLTensor) -> Self {
        Self { raw, borrowed: PhantomData }
    }

    fn dl(&self) -> &sys::DLTensor {
        // Safe by new().
        unsafe { &*self.raw }
    }

    fn dimensions(&self, start: *const i64) -> &[i64] {
        match self.dl().ndim {
            n if n > 0 && n <= MAX_DIMENSIONS && !start.is_null() => {
                // Safe: the header promises ndim numbers.
                unsafe { slice::from_raw_parts(start, n as usize) }
            }
            _ => &[],
        }
    }

    /// Its extents.
    pub fn shape(&self) -> &[i64] {
        self.dimensions(self.dl().shape)
    }

    fn check(&self, dtype: sys::DLDataType, expected: &[i64]) -> Result<()> {
        let dl = self.dl();
        if ![CPU, CUDA_HOST, ROCM_HOST].contains(&dl.device.device_type) {
            let device = dl.device.device_type;
            return Err(Error::unsupported(format!(
                "the array is in the memory of device type {device}; copy it to the CPU first"
            )));
        }
        if dl.dtype != dtype {
            let (is, should) = (dtype_name(dl.dtype), dtype_name(dtype));
            return Err(Error::unsupported(format!("the array has dtype {is}, expected {should}")));
        }
        let shape = self.shape();
        let fits = dl.ndim as usize == expected.len()
            && shape.len() == expected.len()
            && shape.iter().zip(expected).all(|(is, should)| is >= &0 && (should == &ANY || is == should));
        if fits {
            return Ok(());
        }
        let text = |shape: &[i64]| {
            let extents: Vec<String> =
                shape.iter().map(|&n| if n == ANY { "any".into() } else { n.to_string() }).collect();
            extents.join(", ")
        };
        Err(Error::invalid(format!("the array has shape [{}], expected [{}]", text(shape), text(expected))))
    }

    /// The elements in row-major order, whatever the strides are: `dense::<f32>(&[ANY, 3])`. Refuses memory that the CPU
    /// cannot read, another dtype and another shape.
    pub fn dense<T: Element>(&self, expected: &[i64]) -> Result<Vec<T>> {
        self.check(dtype_of::<T>(), expected)?;
        let (dl, shape) = (self.dl(), self.shape());
        let strides = self.dimensions(dl.strides);
        let too_large = || Error::invalid("the array is larger than memory");
        let count = shape.iter().try_fold(1usize, |n, &extent| n.checked_mul(extent as usize)).ok_or_else(too_large)?;
        if count.checked_mul(std::mem::size_of::<T>()).map_or(true, |size| size > isize::MAX as usize) {
            return Err(too_large());
        }
        let mut out = Vec::new();
        out.try_reserve_exact(count).map_err(|_| Error::out_of_memory())?;
        if count == 0 {
            return Ok(out);
        }
        if dl.data.is_null() || strides.len() != shape.len() {
            return Err(Error::invalid("the array has no data"));
        }
        let start = (dl.data as *const u8).wrapping_add(dl.byte_offset as usize) as *const T;
        let mut index = vec![0i64; shape.len()];
        for _ in 0..count {
            let at = index.iter().zip(strides).fold(0i64, |at, (i, stride)| at.wrapping_add(i.wrapping_mul(*stride)));
            // Safe: every index is below its extent, and the header promises that memory; it may be unaligned.
            out.push(unsafe { start.wrapping_offset(at as isize).read_unaligned() });
            for (i, &extent) in index.iter_mut().zip(shape).rev() {
                *i += 1;
                if *i < extent {
                    break;
                }
                *i = 0;
            }
        }
        Ok(out)
    }
}

/// Numbers as bytes, in this machine's order.
pub fn bytes<T: Element>(elements: &[T]) -> &[u8] {
    // Safe: an Element has no padding.
    unsafe { slice::from_raw_parts(elements.as_ptr() as *const u8, std::mem::size_of_val(elements)) }
}

/// Bytes as numbers, in this machine's order.
pub fn elements<T: Element>(bytes: &[u8]) -> Result<Vec<T>> {
    let size = std::mem::size_of::<T>();
    if bytes.len() % size != 0 {
        let length = bytes.len();
        return Err(Error::invalid(format!("the file has {length} bytes, which is no whole number of elements")));
    }
    let mut out = Vec::new();
    out.try_reserve_exact(bytes.len() / size).map_err(|_| Error::out_of_memory())?;
    // Safe: each chunk has the size of a T, and any bits are a value of it.
    out.extend(bytes.chunks_exact(size).map(|chunk| unsafe { (chunk.as_ptr() as *const T).read_unaligned() }));
    Ok(out)
}
