package dev.restorebot.bot.console;

/** A request that is refused, with the status and the message. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiException badRequest(String code, String message) {
    return new ApiException(400, code, message);
  }

  static ApiException forbidden(String code, String message) {
    return new ApiException(403, code, message);
  }

  int status() {
    return status;
  }

  /** The JSON of the answer. */
  ErrorBody body() {
    return new ErrorBody(code, getMessage());
  }

  /** An error as JSON: a stable word, and a sentence for people. */
  record ErrorBody(String error, String message) {}
}
