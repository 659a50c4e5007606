"""Pictures and documents, to and fro."""

import io

from standin.bot_api_objects import wire_message
from standin.calls import Call, Upload
from standin.chat_state import StoredFile
from standin.keyboards import read_keyboard
from standin.methods.chats import writable_chat
from standin.methods.messages import CAPTION_MAX, formatted, own_fields, pace, reply_target, thread_for
from standin.refusals import Refusal, bad_request
from standin.server_state import ServerState

UPLOAD_BYTES_MAX = 50 * 1024 * 1024
PHOTO_BYTES_MAX = 10 * 1024 * 1024
DOWNLOAD_BYTES_MAX = 20 * 1024 * 1024
PHOTO_SIDES_MAX = 10_000
PHOTO_RATIO_MAX = 20


def send_photo(server: ServerState, call: Call) -> object:
    """`sendPhoto`."""
    return _send_file(server, call, "photo")


def send_document(server: ServerState, call: Call) -> object:
    """`sendDocument`."""
    return _send_file(server, call, "document")


def _send_file(server: ServerState, call: Call, kind: str) -> object:
    content = formatted(call, "caption", "caption_entities")
    keyboard = read_keyboard(call)
    chat = writable_chat(server, call, kind)
    reply_to = reply_target(chat, call)
    thread_id = thread_for(chat, call, reply_to)
    if len(content.text) > CAPTION_MAX:
        raise bad_request("message caption is too long")
    stored = _file_of(server, call, kind)
    pace(server, chat, call)
    message = server.place(
        chat,
        **own_fields(server, chat, call),
        kind=kind,
        file_id=stored.file_id,
        text=content.text,
        entities=content.entities,
        keyboard=keyboard,
        reply_to=reply_to,
        thread_id=thread_id,
    )
    server.record("sendPhoto" if kind == "photo" else "sendDocument", message)
    return wire_message(server.state, message)


def _file_of(server: ServerState, call: Call, kind: str) -> StoredFile:
    """The file that the call uploads or names again."""
    named = call.text(kind)
    upload = call.files.get(named.removeprefix("attach://")) if named.startswith("attach://") else call.files.get(kind)
    if upload is not None:
        return keep_file(server, upload, kind)
    if not named:
        raise bad_request(f"there is no {kind} in the request")
    if named not in server.state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return server.state.files[named]


def keep_file(server: ServerState, upload: Upload, kind: str) -> StoredFile:
    """Take a file in.

    Raises:
        Refusal: Empty, too big, or no picture where a picture is wanted.
    """
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_BYTES_MAX:
        raise Refusal(413, "Request Entity Too Large")
    width, height = _dimensions(upload.content) if kind == "photo" else (0, 0)
    number = len(server.state.files)
    stored = StoredFile(
        file_id=f"LOCAL-{kind}-{number}",
        path=f"{kind}s/file_{number}{_suffix(upload.name)}",
        name=upload.name,
        mime_type=upload.mime_type,
        content=upload.content,
        width=width,
        height=height,
    )
    server.state.files[stored.file_id] = stored
    return stored


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix}" if stem and dot and suffix.isalnum() else ""


def _dimensions(content: bytes) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError

    if len(content) > PHOTO_BYTES_MAX:
        raise bad_request("file is too big")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > PHOTO_SIDES_MAX or max(width, height) > PHOTO_RATIO_MAX * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def get_file(server: ServerState, call: Call) -> object:
    """`getFile`: what the server hands out stays under 20 MB."""
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    if file_id not in server.state.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    stored = server.state.files[file_id]
    if len(stored.content) > DOWNLOAD_BYTES_MAX:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
