package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.sasl.jaas.config",
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.basic.auth.user.info",
                "kafka.interceptor.apikey",
                "kafka.interceptor.api.key",
                "kafka.interceptor.API_KEY",
                "streams.s3.access.key",
                "kafka.pem.passphrase",
                "kafka.db.pwd",
                "kafka.db.passwd",
                "kafka.sasl.kerberos.kinit.cmd",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.proxy.authorization",
                "earshot.http.token"
            })
    void shouldHideTheValueOfAKeyThatSaysSo(String key) {
        assertThat(Secrets.shown(key, "hunter2")).isEqualTo(Secrets.MASK);
        assertThat(Secrets.shown(key, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://user:s3cr/et@registry:8081/x|https://********@registry:8081/x",
                "https://user:p@ss@registry|https://********@registry",
                "https://s3cret@registry|https://********@registry",
                "http://a,https://u:s3cret@b/x|http://a,https://********@b/x",
                "user:s3cret@host:9092|********@host:9092",
                "https://h/x?token=s3cret&channel=1|https://h/x?token=********&channel=1",
                "https://h/x?channel=1&pwd=s3cret|https://h/x?channel=1&pwd=********",
                "https://h/x?X-Amz-Signature=s3cret|https://h/x?X-Amz-Signature=********",
                "https://h/x?sig=s3cret|https://h/x?sig=********",
                "some.Module required username=\"u\" password=\"s3 cret\";|some.Module required username=\"u\" password=********;",
                "Authorization: Bearer s3cret|Authorization: Bearer ********",
                "Basic czNjcmV0|Basic ********"
            })
    void shouldHideWhatLooksLikeASecretInAnyValue(String value, String shown) {
        assertThat(Secrets.shown("kafka.some.plugin", value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9092,broker-2:9092",
                "http://registry:8081",
                "https://minio.example:9000/a?b=c",
                "s3://bucket/north/yard",
                "/var/evidence",
                "org.apache.kafka.clients.consumer.RangeAssignor",
                "duty@example.org",
                "door-(1|2):.*",
                "0.35",
                "basic"
            })
    void shouldLeaveOtherValuesAlone(String value) {
        assertThat(Secrets.shown("kafka.some.plugin", value)).isEqualTo(value);
    }
}
