package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;

/**
 * A DSSE envelope with one signature, as in the protocol and envelope documents of DSSE v1
 * (secure-systems-lab/dsse): what is signed is the pre-authentication encoding (PAE) of payload
 * type and payload.
 */
final class Envelope {
  /** The media type of an in-toto statement. */
  static final String IN_TOTO = "application/vnd.in-toto+json";

  private final String payloadType;
  private final byte[] payload;
  private final String keyId;
  private final byte[] signature;

  private Envelope(String payloadType, byte[] payload, String keyId, byte[] signature) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.keyId = keyId;
    this.signature = signature;
  }

  String payloadType() {
    return payloadType;
  }

  /** The statement's bytes. */
  byte[] payload() {
    return payload.clone();
  }

  String keyId() {
    return keyId;
  }

  static Envelope sign(byte[] payload, SigningKey key) {
    return new Envelope(
        IN_TOTO, payload, PublicKeyFile.id(key.publicKey()), key.sign(encoding(IN_TOTO, payload)));
  }

  /** {@code "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body}, lengths in decimal bytes. */
  static byte[] encoding(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(
        ("DSSEv1 " + typeBytes.length + " " + type + " " + body.length + " ")
            .getBytes(StandardCharsets.UTF_8));
    encoded.writeBytes(body);
    return encoded.toByteArray();
  }

  boolean signedBy(PublicKey key) {
    return fits(key, payload);
  }

  /** Returns whether the signature is that of another payload. */
  boolean fits(PublicKey key, byte[] other) {
    return SigningKey.verifies(key, encoding(payloadType, other), signature);
  }

  byte[] json() {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("payloadType", payloadType).put("payload", base64.encodeToString(payload));
    node.putArray("signatures")
        .addObject()
        .put("keyid", keyId)
        .put("sig", base64.encodeToString(signature));
    return EvidenceJson.pretty(node);
  }

  /**
   * The envelope in those bytes.
   *
   * @throws IOException what about it is none, in words
   */
  static Envelope read(byte[] json) throws IOException {
    JsonNode node;
    try {
      node = EvidenceJson.read(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(
          "is no longer valid JSON, at byte " + e.getLocation().getCharOffset(), e);
    }
    return new Envelope(
        text(node, "/payloadType"),
        base64(node, "/payload"),
        text(node, "/signatures/0/keyid"),
        base64(node, "/signatures/0/sig"));
  }

  private static String text(JsonNode node, String field) throws IOException {
    JsonNode found = node.at(field);
    if (!found.isTextual()) {
      throw new IOException("has no text in field " + field);
    }
    return found.textValue();
  }

  private static byte[] base64(JsonNode node, String field) throws IOException {
    try {
      return Base64.getDecoder().decode(text(node, field));
    } catch (IllegalArgumentException e) {
      throw new IOException("has no base64 in field " + field, e);
    }
  }
}
