/** Ways to tell somebody of an alert: one class for each. */
package org.earshot.edges.alert.sink;
