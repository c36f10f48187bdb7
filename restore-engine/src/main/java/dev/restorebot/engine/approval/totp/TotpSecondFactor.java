package dev.restorebot.engine.approval.totp;

import dev.restorebot.engine.approval.SecondFactor;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.binary.Base32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes of authenticator apps. A code works once, also after a restart and in another process;
 * after five wrong ones within 15 minutes all are refused until the first of them is older than
 * that.
 */
public final class TotpSecondFactor implements SecondFactor {
  static final int MOST_WRONG = 5;
  static final Duration WRONG_COUNTS = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(TotpSecondFactor.class);
  private static final int SECRET_BYTES = 20;

  private final SecretsFile file;
  private final AuditLog audit;
  private final InstantSource clock;
  private final TotpCodes codes = new TotpCodes();
  private final SecureRandom random = new SecureRandom();

  /** With the secrets in that file, which is made with the first of them. */
  public TotpSecondFactor(Path file, AuditLog audit, InstantSource clock) {
    this.file = new SecretsFile(file);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Gives somebody a secret.
   *
   * @return the secret, or empty when they have one: it must be removed first
   * @throws IOException when the file cannot be used
   */
  public Optional<Enrolment> enrol(Actor actor) throws IOException {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = new Base32().encodeToString(bytes);
    boolean added =
        file.change(all -> all.putIfAbsent(actor.id(), new Enrolled(secret, 0, List.of())) == null);
    if (!added) {
      return Optional.empty();
    }
    note(actor, "totp.enrolled");
    return Optional.of(Enrolment.of(actor, secret));
  }

  /**
   * Takes somebody's secret away.
   *
   * @return whether they had one
   * @throws IOException when the file cannot be used
   */
  public boolean remove(Actor actor) throws IOException {
    boolean removed = file.change(all -> all.remove(actor.id()) != null);
    if (removed) {
      note(actor, "totp.removed");
    }
    return removed;
  }

  /**
   * The ids of those who have a secret.
   *
   * @throws IOException when the file cannot be used
   */
  public Set<String> enrolled() throws IOException {
    return file.change(all -> new TreeSet<>(all.keySet()));
  }

  /**
   * The same for a file that is only read.
   *
   * @throws IOException when the file cannot be used
   */
  public static Set<String> enrolled(Path file) throws IOException {
    return new SecretsFile(file).change(all -> new TreeSet<>(all.keySet()));
  }

  private void note(Actor actor, String what) {
    audit.append(new AuditEvent(clock.instant(), actor, "cli", what, actor.id(), Map.of()));
  }

  @Override
  public Answer check(Actor actor, SecondFactorCode code) {
    try {
      return file.change(all -> check(all, actor.id(), code));
    } catch (IOException e) {
      LOG.error("no code can be checked: {}", e.toString());
      return Answer.BROKEN;
    }
  }

  private Answer check(Map<String, Enrolled> all, String id, SecondFactorCode code) {
    Enrolled enrolled = all.get(id);
    if (enrolled == null) {
      return Answer.NOT_ENROLLED;
    }
    Instant now = clock.instant();
    long since = now.minus(WRONG_COUNTS).getEpochSecond();
    if (enrolled.wrongSince(since) >= MOST_WRONG) {
      return Answer.LOCKED;
    }
    Optional<Long> step = codes.stepOf(code.digits(), enrolled.secret(), now);
    if (step.isEmpty()) {
      all.put(id, enrolled.wrong(now.getEpochSecond(), since));
      return Answer.WRONG;
    }
    if (step.get() <= enrolled.lastStep()) {
      return Answer.USED;
    }
    all.put(id, enrolled.used(step.get()));
    return Answer.GOOD;
  }
}
