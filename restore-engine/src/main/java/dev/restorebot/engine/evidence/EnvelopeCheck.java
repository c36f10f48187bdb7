package dev.restorebot.engine.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;

/** Verifies an envelope, and when it does not fit finds out which part was changed. */
final class EnvelopeCheck {
  private final Path folder;
  private final Path file;
  private final PublicKey key;

  EnvelopeCheck(Path folder, Path file, PublicKey key) {
    this.folder = folder;
    this.file = file;
    this.key = key;
  }

  /** The payload, when the signature is good; what is wrong goes to {@code problems}. */
  Optional<byte[]> payload(Consumer<String> problems) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Envelope envelope;
    try {
      envelope = Envelope.read(bytes);
    } catch (IOException e) {
      problems.accept(file + " " + e.getMessage());
      return Optional.empty();
    }
    Differences.bytes(envelope.json(), bytes)
        .ifPresent(where -> problems.accept(file + " is not as restore-bot writes it: " + where));
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      problems.accept(file + ": field /payloadType was changed");
      return Optional.empty();
    }
    boolean good = envelope.signedBy(key);
    String id = PublicKeyFile.id(key);
    if (!envelope.keyId().equals(id)) {
      problems.accept(
          file
              + ": field /signatures/0/keyid names key "
              + PageView.shown(envelope.keyId())
              + ", the key given is "
              + id
              + (good ? "; the signature is that of the key given" : ""));
    }
    if (!good) {
      problems.accept(file + ": " + changed(envelope));
      return Optional.empty();
    }
    return Optional.of(envelope.payload());
  }

  private String changed(Envelope envelope) {
    byte[] again = fromFiles();
    if (again.length > 0 && envelope.fits(key, again)) {
      return "the payload was changed, "
          + Differences.bytes(again, envelope.payload()).orElse("")
          + " of the decoded field /payload; the files beside it are as they were signed";
    }
    if (Arrays.equals(again, envelope.payload())) {
      return "the signature in field /signatures/0/sig was changed or is another key's; payload"
          + " and files agree with each other";
    }
    return "the signature does not match the payload with the key given: payload or signature was"
        + " changed, or another key signed; the files differ from the payload too, so nothing can"
        + " be relied on";
  }

  /** The payload made again from the files beside the envelope; empty when they do not allow it. */
  private byte[] fromFiles() {
    try {
      Map<String, String> digests = new LinkedHashMap<>();
      for (String name : Revisions.SIGNED) {
        digests.put(name, DigestUtils.sha256Hex(Files.readAllBytes(folder.resolve(name))));
      }
      return Statement.of(
          EvidenceJson.read(Files.readAllBytes(folder.resolve(Revisions.JSON))), digests);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
