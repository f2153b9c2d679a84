/** What an alert is and when there is one: rules over events, schedules, cool-downs, and an alert as text and as JSON. */
package org.earshot.edges.alert.rule;
