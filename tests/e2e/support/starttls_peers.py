#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail, directory and chat in small: a server for one client, that begin in the clear and go on inside TLS.

    starttls_peers.py FOLDER     every protocol in turn; writes what the servers moved to FOLDER/moved.json
"""

import imaplib
import json
import poplib
import smtplib
import socket
import ssl
import sys
import threading

NAME = "mail.example.local"
LDAP_STARTTLS = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"


class Server:
    """One connection; `moved` is [in the clear?, by the client?, text] of each call."""

    def __init__(self, folder):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        self.moved = []
        self.clear = True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        self.socket, _ = self.listener.accept()
        self.talk()
        self.socket.close()

    def say(self, data):
        data = data.encode() if isinstance(data, str) else data
        self.moved.append([self.clear, False, data.decode("latin-1")])
        self.socket.sendall(data)

    def hear(self):
        data = self.socket.recv(65536)
        if data:
            self.moved.append([self.clear, True, data.decode("latin-1")])
        return data

    def secure(self):
        self.socket = self.context.wrap_socket(self.socket, server_side=True)
        self.clear = False


class Smtp(Server):
    def talk(self):
        self.say("220 mail.example.local ESMTP test\r\n")
        while line := self.hear():
            word = line.split()[0].upper()
            if word == b"EHLO":
                self.say("250-mail.example.local\r\n250-SIZE 1000000\r\n250 STARTTLS\r\n")
            elif word == b"STARTTLS":
                self.say("220 go ahead\r\n")
                self.secure()
            elif word == b"DATA":
                self.say("354 end with a dot\r\n")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    text += self.hear()
                self.say("250 taken\r\n")
            else:
                self.say("221 bye\r\n" if word == b"QUIT" else "250 fine\r\n")

    def client(self, context):
        with smtplib.SMTP("127.0.0.1", self.port, local_hostname="me.example.local") as peer:
            peer._host = NAME
            peer.starttls(context=context)
            peer.sendmail("me@example.local", ["you@example.local"], "Subject: hello\r\n\r\n" + "a line of the mail\r\n" * 200)


class Imap(Server):
    def talk(self):
        self.say("* OK IMAP4rev1 ready\r\n")
        while line := self.hear():
            tag, word = line.decode().split()[:2]
            if word == "CAPABILITY":
                self.say(f"* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n")
            elif word == "STARTTLS":
                self.say(f"{tag} OK begin\r\n")
                self.secure()
            else:
                self.say(("* BYE\r\n" if word == "LOGOUT" else "") + f"{tag} OK {word}\r\n")

    def client(self, context):
        peer = imaplib.IMAP4("127.0.0.1", self.port)
        peer.host = NAME
        peer.starttls(context)
        peer.login("me", "hunter2")
        peer.logout()


class Pop3(Server):
    def talk(self):
        self.say("+OK POP3 ready\r\n")
        while line := self.hear():
            word = line.split()[0]
            if word == b"CAPA":
                self.say("+OK list\r\nSTLS\r\nUSER\r\n.\r\n")
            elif word == b"STLS":
                self.say("+OK begin\r\n")
                self.secure()
            else:
                self.say("+OK 2 320\r\n" if word == b"STAT" else "+OK\r\n")

    def client(self, context):
        peer = poplib.POP3("127.0.0.1", self.port)
        peer.host = NAME
        peer.stls(context)
        peer.user("me")
        peer.pass_("hunter2")
        if peer.stat() != (2, 320):
            sys.exit("POP3: another count")
        peer.quit()


class Script(Server):
    """Client and server by turns; None: here TLS begins."""

    turns = ()

    def talk(self):
        for turn in self.turns:
            if turn is None:
                self.secure()
            else:
                self.hear()
                self.say(turn[1])

    def client(self, context):
        peer = socket.create_connection(("127.0.0.1", self.port))
        for turn in self.turns:
            if turn is None:
                peer = context.wrap_socket(peer, server_hostname=NAME)
            else:
                peer.sendall(turn[0])
                if peer.recv(65536) != turn[1]:
                    sys.exit("something else came back")
        peer.close()


class Ldap(Script):
    turns = ((LDAP_STARTTLS, b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"), None,
             (b"\x30\x0c\x02\x01\x02\x60\x07\x02\x01\x03\x04\x00\x80\x00", b"\x30\x0c\x02\x01\x02\x61\x07\x0a\x01\x00\x04\x00\x04\x00"))


class Xmpp(Script):
    OPEN = b"<?xml version='1.0'?><stream:stream to='mail.example.local' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
    ANSWER = OPEN.replace(b"to=", b"from=")
    turns = ((OPEN, ANSWER + b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
             (b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), None,
             (OPEN, ANSWER + b"<stream:features/>"))


PROTOCOLS = {"SMTP": Smtp, "IMAP": Imap, "POP3": Pop3, "LDAP": Ldap, "XMPP": Xmpp}


def main():
    folder = sys.argv[1]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    told = {}
    for name, protocol in PROTOCOLS.items():
        server = protocol(folder)
        server.client(context)
        server.thread.join(20)
        told[name] = {"port": server.port, "moved": server.moved}
    with open(f"{folder}/moved.json", "w", encoding="utf-8") as out:
        json.dump(told, out)


if __name__ == "__main__":
    main()
