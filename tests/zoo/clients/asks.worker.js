// SPDX-License-Identifier: GPL-3.0-or-later
// workerd's fetch; what to ask is in its configuration.
export default {
    async test(controller, environment) {
        for (const [method, url, body] of [['GET', environment.small], ['GET', environment.large], ['POST', environment.upload, environment.body]]) {
            const answer = await fetch(url, { method, body });
            await answer.arrayBuffer();
        }
    },
};
