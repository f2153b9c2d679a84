package org.earshot.edges.alert.sink;

import jakarta.activation.DataHandler;
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
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.edges.alert.template.Clip;

/** Sends the alert as a plain-text e-mail over SMTP, with its sound if wanted. */
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
            throw new DeliveryException("e-mail refused: " + e.getMessage(), false, e);
        } catch (MessagingException e) {
            throw new DeliveryException("e-mail not sent: " + e.getMessage(), true, e);
        }
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
