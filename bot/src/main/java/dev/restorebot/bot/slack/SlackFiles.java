package dev.restorebot.bot.slack;

import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest.FileDetails;
import dev.restorebot.bot.delivery.DeliveryException;
import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Uploads files in Slack's three steps; nothing is visible before the last. */
final class SlackFiles {
  private final SlackApi api;

  SlackFiles(SlackApi api) {
    this.api = api;
  }

  /**
   * Uploads the bytes; nobody sees them yet.
   *
   * @return the file's id
   */
  String upload(RenderedCard.Attached file) throws DeliveryException {
    byte[] bytes = file.bytes();
    var place =
        api.call(
            SlackMethod.FILES_GET_UPLOAD_URL,
            "",
            slack ->
                slack.filesGetUploadURLExternal(r -> r.filename(file.name()).length(bytes.length)));
    Request request =
        new Request.Builder()
            .url(place.getUploadUrl())
            .post(RequestBody.create(bytes, MediaType.get(file.mediaType())))
            .build();
    try (Response response =
        api.slack().getHttpClient().getOkHttpClient().newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new DeliveryException(
            "Slack did not accept a file (status " + response.code() + ")",
            response.code() >= 500 || response.code() == 429,
            null);
      }
    } catch (IOException e) {
      throw SlackApi.away("uploading a file", e);
    }
    return place.getFileId();
  }

  /** Shows it in a thread. */
  void share(String id, String title, String channel, String thread) throws DeliveryException {
    api.call(
        SlackMethod.FILES_COMPLETE_UPLOAD,
        channel,
        slack ->
            slack.filesCompleteUploadExternal(
                r ->
                    r.files(List.of(FileDetails.builder().id(id).title(title).build()))
                        .channelId(channel)
                        .threadTs(thread)));
  }
}
