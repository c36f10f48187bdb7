package dev.restorebot.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes volumes under the runbook's name, never taking one that exists. */
public final class Volumes {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

  private final DockerConnection docker;
  private final String prefix;

  public Volumes(DockerConnection docker, String prefix) {
    this.docker = docker;
    this.prefix = prefix;
  }

  /**
   * Creates {@code <prefix>_restore_test_<timestamp>}, with the job's id added when that exists.
   *
   * <p>Docker answers a request to create an existing volume with success. So a label with a value
   * of our own is set, and the volume is ours only if it carries that value afterwards.
   *
   * @return its name
   */
  public String create(Instant createdAt, String job, Map<String, String> labels)
      throws ProblemException {
    String plain = prefix + "_restore_test_" + TIME.format(createdAt);
    String nonce = UUID.randomUUID().toString();
    for (String name : List.of(plain, plain + "_" + job, plain + "_" + nonce)) {
      if (claim(name, nonce, labels)) {
        return name;
      }
    }
    throw new IllegalStateException("a name with a random part was taken: " + plain);
  }

  private boolean claim(String name, String nonce, Map<String, String> labels)
      throws ProblemException {
    DockerClient client = docker.client();
    Map<String, String> all = new HashMap<>(labels);
    all.put(Labels.VOLUME, name);
    all.put(Labels.NONCE, nonce);
    try {
      client.createVolumeCmd().withName(name).withLabels(all).exec();
      Map<String, String> got = client.inspectVolumeCmd(name).exec().getLabels();
      return got != null && nonce.equals(got.get(Labels.NONCE));
    } catch (NotFoundException e) {
      return false; // another's, removed just now
    } catch (RuntimeException e) {
      throw docker.errors().problem("create the volume " + name, e);
    }
  }
}
