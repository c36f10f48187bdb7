package dev.restorebot.engine.disaster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Computes the fingerprint that version 0.1.0 gave a plan, to which the requests are bound that it
 * opened. Requests expire within hours, so the version after the next can do without.
 */
final class EarlierFingerprint {
  private EarlierFingerprint() {}

  static String of(DisasterPlan plan) {
    Target target = plan.target();
    DatabaseServer server = target.server();
    List<String> all =
        new ArrayList<>(
            List.of(
                plan.id(),
                plan.backup().file().toString(),
                plan.backup().sha256(),
                target.project().name(),
                target.project().workingDir().toString(),
                target.project().files().toString(),
                plan.filesHash(),
                target.database(),
                server.service(),
                server.imageId(),
                server.command().toString(),
                server.pgdata(),
                target.volume().name(),
                target.volume().key(),
                target.cluster().withoutTraits(),
                target.stopServices().toString(),
                options(plan.options()),
                plan.newVolume(),
                plan.safetyVolume().orElse("-"),
                plan.overrideFile().toString()));
    if (!plan.kept().isEmpty()) {
      all.add(new TreeMap<>(plan.kept()).toString());
    }
    if (plan.newUploadsVolume().isPresent()) {
      UploadsFacts uploads = plan.backup().uploads().orElseThrow();
      all.add(uploads.file().toString());
      all.add(uploads.sha256());
      all.add(uploads.root());
      all.add(target.uploads().orElseThrow().toString());
      all.add(plan.newUploadsVolume().get());
    }
    return DigestUtils.sha256Hex(String.join("\n", all));
  }

  /** That version had these three, and did what the defaults of the others say. */
  private static String options(PlanOptions options) {
    return "PlanOptions[stop="
        + options.stop()
        + ", swap="
        + options.swap()
        + ", safetyCopy="
        + options.safetyCopy()
        + "]"
        + (options.afterSwap().equals(AfterSwap.DEFAULT) ? "" : options.afterSwap());
  }
}
