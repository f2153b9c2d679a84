package org.earshot.streams.framing;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.EarshotException;

/**
 * Says in one line why Kafka does not serve a client, and what to do: a certificate that is missing or not trusted, a
 * wrong password, an ACL that is not there, no answer at all. Safe for use by several threads.
 */
public final class KafkaErrors {
    private static final String ROLES = "what each role needs stands in deploy/kubernetes/strimzi/users.yaml";

    private KafkaErrors() {}

    /** The error that a program ends with. */
    public static ConfigurationException of(Throwable error, String bootstrapServers) {
        return new ConfigurationException("Kafka at " + bootstrapServers + " " + why(error), error);
    }

    /** True if Kafka has understood who asks and what for, and refuses: asking again is of no use. */
    public static boolean isFinal(Throwable error) {
        return find(error, AuthenticationException.class).isPresent()
                || find(error, AuthorizationException.class).isPresent();
    }

    /** True if the error came out of a client of Kafka. */
    public static boolean isKafkas(Throwable error) {
        return find(error, KafkaException.class).isPresent();
    }

    /** One line for the user: what went wrong, whether or not Kafka caused it. */
    public static String describe(Throwable error) {
        boolean kafkas = isKafkas(error) && !(error instanceof EarshotException);
        return kafkas ? "Kafka " + why(error) : ExitCodes.describe(error);
    }

    /** The exit code of an error: configuration if Kafka refuses for good or cannot read a setting, a fault if it may serve again. */
    public static int exitCode(Throwable error) {
        boolean ours = error instanceof EarshotException;
        boolean settings = isFinal(error) || find(error, ConfigException.class).isPresent();
        return settings && !ours ? ExitCodes.USAGE : ExitCodes.of(error);
    }

    /** Verb, object and advice, to follow the name of the broker. */
    public static String why(Throwable error) {
        Optional<RegistryException> registry = find(error, RegistryException.class);
        if (registry.isPresent()) {
            return "cannot be used: " + line(registry.get());
        }
        Optional<AuthenticationException> stranger = find(error, AuthenticationException.class);
        if (stranger.isPresent()) {
            return stranger.get() instanceof SslAuthenticationException
                    ? handshake(stranger.get())
                    : "refuses these credentials: " + line(stranger.get())
                            + "; check sasl.mechanism and sasl.jaas.config";
        }
        Optional<AuthorizationException> forbidden = find(error, AuthorizationException.class);
        if (forbidden.isPresent()) {
            return "does not allow this user " + what(forbidden.get()) + "; add the ACL: " + ROLES
                    + ", and earshot doctor says what a detector lacks";
        }
        Optional<TimeoutException> late = find(error, TimeoutException.class);
        if (late.isPresent()) {
            return "does not answer in time (" + line(late.get())
                    + "); check the address, that the broker runs, and that security.protocol is what its listener speaks";
        }
        Throwable cause = error;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        return "cannot be used: " + line(cause) + "; check the address, the credentials and that the broker runs";
    }

    private static String handshake(AuthenticationException error) {
        String tls = find(error, SSLException.class).map(KafkaErrors::line).orElse(line(error));
        // Looked for first: newer JDKs put the alert that they answer with before it.
        if (tls.contains("PKIX") || tls.contains("certification path")) {
            return "shows a certificate that this client does not trust (" + tls
                    + "); set ssl.truststore.location (or ssl.truststore.certificates) to the certificate of its CA";
        }
        if (tls.contains("certificate_required")
                || tls.contains("bad_certificate")
                || tls.contains("certificate_unknown")
                || tls.contains("unknown_ca")) {
            return "asks for a client certificate that it trusts and got none (" + tls
                    + "); set ssl.keystore.location (or ssl.keystore.key) to this user's key and certificate";
        }
        return "ends the TLS handshake: " + tls + "; check the address, security.protocol and the key stores";
    }

    private static String what(AuthorizationException error) {
        if (error instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "to use topic " + String.join(", ", topics.unauthorizedTopics());
        }
        if (error instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "to use group " + group.groupId();
        }
        if (error instanceof TransactionalIdAuthorizationException) {
            return "to use its transactional id";
        }
        return "to do this: " + line(error);
    }

    private static <E extends Throwable> Optional<E> find(Throwable error, Class<E> kind) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String line(Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        String first = message.lines().findFirst().orElse("").strip();
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }
}
