package dev.restorebot.engine.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first message of a client of PostgreSQL, before any message has a type: its length, a code,
 * and what the code asks for. Source: PostgreSQL's documentation, "Frontend/Backend Protocol",
 * "Message Formats" (StartupMessage, SSLRequest, GSSENCRequest, CancelRequest).
 */
final class StartupMessage {
  private static final int HEAD = 8;

  /** As in the server's source: MAX_STARTUP_PACKET_LENGTH. */
  private static final int LONGEST = 10_000;

  /** With the longest key of protocol 3.2. */
  private static final int LONGEST_CANCEL = 268;

  private static final int MAJOR = 3;
  private static final int TLS = 80877103;
  private static final int GSS = 80877104;
  private static final int CANCEL = 80877102;

  private final byte[] bytes;

  private StartupMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Kinds of first messages. */
  enum Kind {
    SESSION,
    TLS,
    GSS_ENCRYPTION,
    CANCEL,
    UNKNOWN
  }

  /**
   * Reads one, and not a byte more.
   *
   * @return empty when the client ended instead
   * @throws IOException when it is not one
   */
  static Optional<StartupMessage> read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length;
    try {
      length = data.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < HEAD || length > LONGEST) {
      throw new IOException("no message of PostgreSQL's protocol");
    }
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes).putInt(length);
    data.readFully(bytes, Integer.BYTES, length - Integer.BYTES);
    return Optional.of(new StartupMessage(bytes));
  }

  /** Passes it on as it came. */
  void sendTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  Kind kind() {
    int code = ByteBuffer.wrap(bytes).getInt(Integer.BYTES);
    return switch (code) {
      case TLS -> Kind.TLS;
      case GSS -> Kind.GSS_ENCRYPTION;
      case CANCEL -> bytes.length <= LONGEST_CANCEL ? Kind.CANCEL : Kind.UNKNOWN;
      default -> code >>> Short.SIZE == MAJOR ? Kind.SESSION : Kind.UNKNOWN;
    };
  }

  /**
   * Returns the role that a session is asked for.
   *
   * @throws IOException when the message names none, or two parameters alike
   */
  String role() throws IOException {
    String text = new String(bytes, HEAD, bytes.length - HEAD, UTF_8);
    String[] words = text.split("\0", -1);
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i + 1 < words.length && !words[i].isEmpty(); i += 2) {
      if (parameters.put(words[i], words[i + 1]) != null) {
        throw new IOException("a parameter is given twice");
      }
    }
    String role = parameters.get("user");
    if (role == null) {
      throw new IOException("no role is named");
    }
    return role;
  }
}
