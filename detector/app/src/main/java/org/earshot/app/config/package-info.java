/**
 * The configuration: every key in one place, the layers it is read from, and its reference document. Imports the value
 * types that it fills; knows neither commands nor the topology's inner parts.
 */
package org.earshot.app.config;
