package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballCopy;
import dev.restorebot.engine.archive.uploads.TarballFolder;
import dev.restorebot.engine.archive.uploads.TarballInput;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.NewUploads;
import dev.restorebot.engine.disaster.UnapprovedBytes;
import dev.restorebot.engine.disaster.UploadsFacts;
import dev.restorebot.engine.disaster.VolumeScripts;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * New volumes of uploads in Docker. The engine itself unpacks, into a container that is never
 * started: so no program of an image reads the archive, and the tar that it gets was written from
 * checked entries.
 */
public final class DockerNewUploads implements NewUploads {
  private static final String AT = "/restore-bot-uploads";

  private final DockerAccess docker;
  private final Supplier<TarballReader> readers;

  /** Works through that access, which stays its owner's. */
  public DockerNewUploads(DockerAccess docker, Supplier<TarballReader> readers) {
    this.docker = docker;
    this.readers = readers;
  }

  @Override
  public void create(DisasterPlan plan) throws ProblemException {
    new OwnVolumes(docker, plan)
        .create(volume(plan), "restored", plan.target().uploads().orElseThrow().key());
  }

  @Override
  public void fill(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    UploadsFacts uploads = plan.backup().uploads().orElseThrow();
    docker.remove(container(plan), "");
    try (TarballInput in =
        readers.get().open(uploads.file(), Optional.of(uploads.sha256()), progress, cancellation)) {
      TarballCopy copy = new TarballCopy(in, new TarballFolder(uploads.root()));
      unpack(plan, in, copy, cancellation);
    } catch (ProblemException e) {
      throw UnapprovedBytes.named(uploads.name(), e);
    } finally {
      docker.remove(container(plan), "");
    }
    var unused =
        new VolumeTool(docker, plan)
            .run(
                "give the new volume of uploads its owner",
                VolumeScripts.OWN,
                uploads.own(),
                VolumeTool.User.ROOT,
                List.of(
                    new VolumeTool.At(plan.target().uploads().orElseThrow().name(), "/from", true),
                    new VolumeTool.At(volume(plan), "/to", false)));
  }

  private void unpack(
      DisasterPlan plan, TarballInput in, TarballCopy copy, Cancellation cancellation)
      throws ProblemException {
    try {
      // Docker would make a missing one, without our labels, and say nothing.
      var there = docker.client().inspectVolumeCmd(volume(plan)).exec();
      var made =
          docker
              .client()
              .createContainerCmd(plan.target().server().imageId())
              .withName(container(plan))
              .withEntrypoint("false")
              .withLabels(Map.of(ComposeLabels.DISASTER, plan.id(), ComposeLabels.ROLE, "uploads"))
              .withHostConfig(
                  HostConfig.newHostConfig()
                      .withNetworkMode("none")
                      .withCapDrop(Capability.ALL)
                      .withSecurityOpts(List.of("no-new-privileges"))
                      .withMounts(
                          List.of(
                              new Mount()
                                  .withType(MountType.VOLUME)
                                  .withSource(there.getName())
                                  .withTarget(AT)
                                  .withVolumeOptions(new VolumeOptions().withNoCopy(true)))))
              .exec();
      docker
          .client()
          .copyArchiveToContainerCmd(made.getId())
          .withRemotePath(AT)
          .withTarInputStream(copy)
          .exec();
      if (copy.whole().isEmpty()) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "Docker did not read the archive of uploads to its end.",
                "Nothing was swapped. Try again.")
            .exception();
      }
    } catch (RuntimeException e) {
      cancellation.check();
      Optional<ProblemException> archive = ArchiveReader.problemOf(e);
      throw archive.isPresent()
          ? in.problem(archive.get())
          : docker.problem("unpack the archive of uploads into " + volume(plan), e);
    }
  }

  @Override
  public CheckResult verify(DisasterPlan plan) throws ProblemException {
    UploadsFacts uploads = plan.backup().uploads().orElseThrow();
    String found =
        String.join(
            " ",
            new VolumeTool(docker, plan)
                .run(
                    "count the new volume's files",
                    VolumeScripts.COUNT,
                    List.of(),
                    VolumeTool.User.ROOT,
                    List.of(new VolumeTool.At(volume(plan), "/volume", true))));
    String expected = uploads.files() + " files " + uploads.contentBytes() + " bytes";
    if (!found.equals(expected)) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The new volume of uploads has " + found + ", the archive " + expected + ".",
              "Nothing was swapped. If the archive has two files with the same name, create it"
                  + " again; otherwise try again.")
          .exception();
    }
    return new CheckResult(
        "uploads-volume", CheckStatus.PASSED, found + ", as in the archive", List.of());
  }

  @Override
  public void discard(DisasterPlan plan) throws ProblemException {
    boolean ours = new OwnVolumes(docker, plan).has(volume(plan));
    docker.remove(container(plan), ours ? volume(plan) : "");
  }

  private static String volume(DisasterPlan plan) {
    return plan.newUploadsVolume().orElseThrow();
  }

  private static String container(DisasterPlan plan) {
    return "restore-bot-uploads-" + plan.id().replaceAll("[^A-Za-z0-9_.-]", "-");
  }
}
