package org.earshot.edges.alert.template;

/** How a receiver wants to be told. Safe for use by several threads. */
public interface MessageForm {
    HttpMessage of(Notice notice);
}
