package org.earshot.edges.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.feed.FeedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "rtsp://camera-1/stream rtsp://camera-1/stream rtsp://camera-1/stream",
                "rtsp://admin:Welcome@10.0.0.7:554/h264 rtsp://admin:Welcome@10.0.0.7:554/h264 rtsp://***@10.0.0.7:554/h264",
                "rtsp://admin:We/come@10.0.0.7/h264 rtsp://admin:We%2Fcome@10.0.0.7/h264 rtsp://***@10.0.0.7/h264",
                "http://user:p@ss@10.0.0.7/a http://user:p%40ss@10.0.0.7/a http://***@10.0.0.7/a",
                "http://user:p?s#s@h/a http://user:p%3Fs%23s@h/a http://***@h/a",
                "http://user:p%2Fss@h/a http://user:p%2Fss@h/a http://***@h/a",
                "http://token@h/a http://token@h/a http://***@h/a",
                "http://u:p@[fe80::1]:80/a http://u:p@[fe80::1]:80/a http://***@[fe80::1]:80/a",
                "http://h/a?token=s3cret&pwd=x http://h/a?token=s3cret&pwd=x http://h/a?token=***&pwd=***",
                "http://h/a?token=ab/cd== http://h/a?token=ab/cd== http://h/a?token=***",
                "http://h/a?s3cret http://h/a?s3cret http://h/a?***",
                "http://h/a#s3cret http://h/a#s3cret http://h/a#***",
                "rtsp://h/user=admin&password=x1&channel=1/s rtsp://h/user=admin&password=x1&channel=1/s rtsp://h/user=***&password=***&channel=***/s",
                "http://h:8000/@handle/live http://h:8000/@handle/live http://***@handle/live",
            })
    void shouldOpenOneFormAndShowTheOther(String url, String opened, String shown) {
        SourceUrl parsed = SourceUrl.parse(url);

        assertThat(parsed.opened()).isEqualTo(opened);
        assertThat(parsed.shown()).isEqualTo(shown);
        assertThat(parsed.hasSecrets()).isEqualTo(!url.equals(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:s3cr/et@h/401?token=QUERYSECRET",
                "http://user:s3cr@et@h/x?pwd=QUERYSECRET",
                "rtsp://user:s3cr?et@h/x?QUERYSECRET",
                "rtsp://user:s3cr@ab/et@h/x=QUERYSECRET",
            })
    void shouldShowNoSecretInATextThatCitesTheUrl(String url) {
        SourceUrl parsed = SourceUrl.parse(url);

        String shown = parsed.shownIn("[tcp] Failed to resolve hostname s3cr: " + url + " and " + parsed.opened()
                + "; redirected to https://other.example/seg.ts?sig=0123456789, key QUERYSECRET");

        assertThat(shown).doesNotContain("s3cr", "QUERYSECRET", "0123456789", "et@");
        assertThat(shown).contains("[tcp] Failed to resolve hostname", "https://other.example/seg.ts?sig=***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"camera", "/a/b.wav", "C:\\a.wav", "-", "rtsp://", "http://h/\nfile '/etc/passwd'"})
    void shouldRefuseWhatIsNoUrl(String text) {
        assertThatThrownBy(() -> SourceUrl.parse(text)).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://camera:99999/1",
                "rtsp://camera:0/1",
                "rtsp://camera:port/1",
                "http:///sound.mp3",
                "https://[::1/sound.mp3",
                "http://user:s3cr@/x",
                "http://a b/x",
            })
    void shouldRefuseAtTheStartWhatNoAttemptCouldOpen(String url) {
        assertThatThrownBy(() -> FeedConfig.Source.ofUrl("gate", url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("source gate: ")
                .hasMessageContaining("names no host that can be asked")
                .hasMessageNotContaining("s3cr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:a/b@camera/live?channel=1",
                "http://kamera-m\u00fcnchen.local:8080/",
                "https://[fe80::1%25eth0]:443/x",
                "udp://@239.0.0.1:1234",
                "srt://:9000?mode=listener",
                "file:///tmp/x.wav",
            })
    void shouldTakeWhatMayBeOpened(String url) {
        assertThat(FeedConfig.Source.ofUrl("gate", url).url()).isEqualTo(url);
    }

    @Test
    void shouldKeepUrlsWithSecretsOffTheCommandLine() {
        SourceUrl open = SourceUrl.parse("rtsp://camera/1");
        SourceUrl secret = SourceUrl.parse("rtsp://u:it's@camera/1");

        assertThat(FfmpegSource.command("ffmpeg", open)).contains("rtsp://camera/1", "-rtsp_transport");
        assertThat(FfmpegSource.command("ffmpeg", secret)).noneMatch(word -> word.contains("it's"));
        assertThat(FfmpegSource.list(secret))
                .isEqualTo("ffconcat version 1.0\nfile 'rtsp://u:it'\\''s@camera/1'\noption rtsp_transport tcp\n");
    }
}
