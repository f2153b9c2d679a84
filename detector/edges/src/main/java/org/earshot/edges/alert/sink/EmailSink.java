package org.earshot.edges.alert.sink;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.edges.alert.template.Clip;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.LoggerFactory;

/**
 * Sends the alert as a plain-text e-mail over SMTP, with its sound if wanted. It is delivered once the server has taken it for one of
 * its receivers: sent again, it would come twice to those.
 */
public final class EmailSink implements AlertSink {
    /**
     * The mail server and how to speak to it.
     *
     * @param user name for authentication; empty for none
     * @param startTls whether to insist on STARTTLS
     */
    public record Server(String host, int port, String user, String password, boolean startTls, Duration timeout) {}

    /**
     * Who writes to whom, and what goes with it.
     *
     * @param clips where sounds come from
     */
    public record Letter(InternetAddress from, List<InternetAddress> to, ClipReader clips) {
        public Letter {
            to = List.copyOf(to);
        }
    }

    /** Replies from here on are final; those of 400 and more ask for another attempt. */
    private static final int REFUSED = 500;

    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(EmailSink.class), LOG_INTERVAL);
    private final String name;
    private final Session session;
    private final Letter letter;

    public EmailSink(String name, Server server, Letter letter) {
        this.name = name;
        this.session = session(server);
        this.letter = letter;
    }

    /** @throws IllegalArgumentException if the text is no address */
    public static InternetAddress address(String text) {
        try {
            return new InternetAddress(text, true);
        } catch (AddressException e) {
            throw new IllegalArgumentException("no e-mail address: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException {
        try {
            MimeMessage message = new MimeMessage(session);
            message.setFrom(letter.from());
            for (InternetAddress address : letter.to()) {
                message.addRecipient(Message.RecipientType.TO, address);
            }
            message.setSubject(AlertText.subject(alert), StandardCharsets.UTF_8.name());
            Optional<Clip> clip = letter.clips().of(alert);
            if (clip.isPresent()) {
                message.setContent(withClip(AlertText.body(alert), clip.get()));
            } else {
                message.setText(AlertText.body(alert), StandardCharsets.UTF_8.name());
            }
            message.setHeader(
                    "X-Earshot-Event-Id", HeaderText.ascii(alert.subject().id()));
            Transport.send(message);
        } catch (SendFailedException e) {
            if (isEmpty(e.getValidSentAddresses())) {
                throw refusal(e);
            }
            log.warn(
                    "receivers",
                    "alerts to " + name + " reach not all receivers, the mail server refuses " + refused(e) + ": "
                            + reason(e));
        } catch (MessagingException e) {
            throw new DeliveryException("e-mail not sent: " + e.getMessage(), true, e);
        }
    }

    private static DeliveryException refusal(SendFailedException refused) {
        boolean passing = replies(refused).stream().anyMatch(code -> code < REFUSED);
        return new DeliveryException(
                (passing ? "e-mail not taken yet: " : "e-mail refused: ") + reason(refused), passing, refused);
    }

    /** What the server answered to each command that failed; -1 where it went away instead. */
    private static List<Integer> replies(SendFailedException refused) {
        List<Integer> codes = new ArrayList<>();
        for (Exception e = refused; e instanceof MessagingException mail; e = mail.getNextException()) {
            if (e instanceof SMTPSendFailedException command) {
                codes.add(command.getReturnCode());
            } else if (e instanceof SMTPAddressFailedException address) {
                codes.add(address.getReturnCode());
            }
        }
        return codes;
    }

    /** The server's own words on the first receiver that it refused, if it is about receivers. */
    private static String reason(SendFailedException refused) {
        String reason = refused.getMessage();
        for (Exception e = refused; e instanceof MessagingException mail; e = mail.getNextException()) {
            if (e instanceof SMTPAddressFailedException) {
                reason = e.getMessage();
                break;
            }
        }
        return String.valueOf(reason).strip();
    }

    private static String refused(SendFailedException partly) {
        return Stream.of(partly.getInvalidAddresses(), partly.getValidUnsentAddresses())
                .filter(addresses -> !isEmpty(addresses))
                .flatMap(Stream::of)
                .map(Address::toString)
                .collect(Collectors.joining(", "));
    }

    private static boolean isEmpty(Address[] addresses) {
        return addresses == null || addresses.length == 0;
    }

    private static Multipart withClip(String text, Clip clip) throws MessagingException {
        MimeBodyPart words = new MimeBodyPart();
        words.setText(text, StandardCharsets.UTF_8.name());
        MimeBodyPart sound = new MimeBodyPart();
        sound.setDataHandler(new DataHandler(new ByteArrayDataSource(clip.flac(), Clip.TYPE)));
        sound.setFileName(clip.fileName());
        return new MimeMultipart(words, sound);
    }

    private static Session session(Server server) {
        String millis = String.valueOf(server.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        // Nobody is left without the alert because another receiver's address is wrong.
        properties.setProperty("mail.smtp.sendpartial", "true");
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(server.startTls()));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(server.startTls()));
        if (server.user().isEmpty()) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(server.user(), server.password());
            }
        });
    }
}
