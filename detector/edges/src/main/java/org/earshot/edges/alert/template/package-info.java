/**
 * Alerts in the form that somebody else's service wants: fields between double braces, JSON bodies, forms with a file. Knows no
 * HTTP client and no store.
 */
package org.earshot.edges.alert.template;
