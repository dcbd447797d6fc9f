/** Certificate checks that are switched apart from the making of a client. */
export const TLS_SWITCH: Readonly<Record<string, string>> = {
  Python: `
//- a.py
import ssl
import requests
session = requests.Session()
session.verify = False #? owner=http-client verified=false
session.verify = True #? owner=http-client verified=true
session.verify = path #? none
form.verify = False #? none
context = ssl.create_default_context()
context.check_hostname = False #? owner=context verified=false
context.check_hostname = True #? none
context.verify_mode = ssl.CERT_NONE #? owner=context verified=false
ssl._create_default_https_context = ssl._create_unverified_context #? owner=context verified=false
//- mail.py
import smtplib, ssl
context = ssl.create_default_context()
context.check_hostname = False #? none
`,
};
