"""A plugin through its C boundary (wbm/plugin.h), for what no program of ours can be given from Python: Arrow streams."""
import ctypes
import hashlib
import json
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int32, c_size_t, c_uint32, c_void_p, sizeof

FROM_PATH, FROM_ARROW = 1, 16


class Str(Structure):
    _fields_ = [("data", c_void_p), ("size", c_size_t)]


WRITE = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)


class Sink(Structure):
    _fields_ = [("ctx", c_void_p), ("write", WRITE)]


class Part(Structure):
    _fields_ = [("size", c_uint32), ("kind", c_int32), ("name", Str), ("text", Str), ("tensor", c_void_p),
                ("arrow", c_void_p), ("value", c_void_p)]


class Input(Structure):
    _fields_ = [("size", c_uint32), ("count", c_uint32), ("parts", POINTER(POINTER(Part))), ("options", Str)]


ADD = CFUNCTYPE(c_int32, c_void_p, Str, Str, Str, Sink, Sink)


class Store(Structure):
    """As much of wbm_store as adds files."""
    _fields_ = [("size", c_uint32), ("kind", c_int32), ("ctx", c_void_p), ("add_bytes", ADD), ("add_file", ADD)]


class Type(Structure):
    _fields_ = [("size", c_uint32), ("inputs", c_uint32), ("name", c_char_p), ("aliases", c_void_p), ("facts", c_char_p),
                ("create", CFUNCTYPE(c_int32, POINTER(Input), POINTER(c_void_p), Sink)), ("from_json", c_void_p),
                ("to_json", CFUNCTYPE(c_int32, c_void_p, POINTER(Store), Sink, Sink)), ("equal", c_void_p),
                ("destroy", CFUNCTYPE(None, c_void_p)), ("extension", CFUNCTYPE(c_void_p, c_char_p))]


class Plugin(Structure):
    _fields_ = [("size", c_uint32), ("abi", c_uint32), ("id", c_char_p), ("version", c_char_p), ("start", c_void_p),
                ("stop", c_void_p), ("types", POINTER(POINTER(Type)))]


class ArrowCalls(Structure):
    _fields_ = [("size", c_uint32), ("get", CFUNCTYPE(c_int32, c_void_p, Str, c_void_p, Sink))]


class Refused(Exception):
    pass


class Text:
    """A sink that keeps what is written."""

    def __init__(self):
        self.bytes = b""
        self._write = WRITE(self._add)
        self.sink = Sink(None, self._write)

    def _add(self, _, data, size):
        self.bytes += ctypes.string_at(data, size)


def str_of(text):
    """The text, and what keeps it alive."""
    data = ctypes.create_string_buffer(text, len(text))
    return Str(ctypes.cast(data, c_void_p), len(text)), data


def checked(status, error):
    if status:
        raise Refused(f"{status} {error.bytes.decode()}")


class Value:
    """A value of a plugin's only type."""

    def __init__(self, library, kind, source, options):
        entry = library.wbm_plugin_v1
        entry.restype = POINTER(Plugin)
        self._type = entry().contents.types[0].contents
        options, self._options = str_of(json.dumps(options).encode())
        text, self._text = str_of(b"" if kind == FROM_ARROW else str(source).encode())
        part = Part(sizeof(Part), kind, Str(), text, None, source if kind == FROM_ARROW else None, None)
        parts = (POINTER(Part) * 1)(ctypes.pointer(part))
        error, self._value = Text(), c_void_p()
        checked(self._type.create(byref(Input(sizeof(Input), 1, parts, options)), byref(self._value), error.sink), error)

    def __del__(self):
        if self._value:
            self._type.destroy(self._value)

    def log(self):
        """The value's JSON in a run, and the bytes of its file."""
        files = []

        def keep(_, folder, content, extension, entry, error):
            files.append(ctypes.string_at(content.data, content.size))
            text, alive = str_of(json.dumps({"sha256": hashlib.sha256(files[0]).hexdigest(), "size": len(files[0]),
                                             "path": "kept"}).encode())
            entry.write(entry.ctx, text.data, text.size)
            del alive
            return 0

        text, error, add = Text(), Text(), ADD(keep)
        checked(self._type.to_json(self._value, byref(Store(sizeof(Store), 0, None, add, add)), text.sink, error.sink), error)
        return json.loads(text.bytes), files[0]

    def arrow(self, stream, options):
        """Fills the ArrowArrayStream at this address."""
        calls = ctypes.cast(self._type.extension(b"wbm.arrow/1"), POINTER(ArrowCalls)).contents
        error = Text()
        options, _alive = str_of(json.dumps(options).encode())
        checked(calls.get(self._value, options, stream, error.sink), error)
