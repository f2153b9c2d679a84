/** Health, metrics and pages over HTTP. The only place that knows Javalin. */
package org.earshot.app.http;
