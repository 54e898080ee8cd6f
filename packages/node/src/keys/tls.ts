import 'reflect-metadata';
import {
  createHash, createPrivateKey, createPublicKey, sign, verify, webcrypto, X509Certificate as NodeCertificate,
} from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, cryptoProvider, ExtendedKeyUsage,
  ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';
import { DAY } from '@pairgate/domain/kernel/instant.ts';
import { randomHex } from '../crypto.ts';

/**
 * The TLS authority of a side: it signs one certificate, with which the node both serves its exchange port and calls
 * that of the other side. Each side trusts the other's authority alone, which the agreement names by its fingerprint.
 */
export interface TlsKeys {
  readonly authorityPem: string;
  readonly authorityKeyPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const AUTHORITY_DAYS = 3650;
const CERTIFICATE_DAYS = 397;
/** A certificate with less than this left is made anew when the node starts. */
const RENEWAL_DAYS = 60;
// Clocks of two sides differ, and a certificate from the future is refused.
const CLOCK_SKEW = DAY;

const { subtle } = webcrypto;
cryptoProvider.set(webcrypto as unknown as Crypto);

function pem(label: string, der: ArrayBuffer): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

const derOf = (text: string): Buffer =>
  Buffer.from(text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, ''), 'base64');

const newKeys = () => subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const keyPem = async (key: webcrypto.CryptoKey) => pem('PRIVATE KEY', await subtle.exportKey('pkcs8', key));

/** A serial number of RFC 5280 §4.1.2.2: positive, at most 20 bytes. */
const serial = (): string => `4${randomHex(15).slice(1)}`;

const IP_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)$/i;

/** SHA-256 in hex of the DER of a certificate in PEM: what the agreement says of a side's TLS authority. */
export const certificateFingerprint = (certificatePem: string): string =>
  createHash('sha256').update(new NodeCertificate(certificatePem).raw).digest('hex');

export async function createAuthority(name: string, now: number): Promise<{ pem: string; keyPem: string }> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now - CLOCK_SKEW),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys: keys as unknown as CryptoKeyPair,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey as unknown as CryptoKey),
    ],
  });
  return { pem: pem('CERTIFICATE', certificate.rawData), keyPem: await keyPem(keys.privateKey) };
}

/** The certificate of an exchange port, for server and client use alike, under all the names that it is reached by. */
export async function issueCertificate(
  authority: { readonly pem: string; readonly keyPem: string },
  names: readonly string[],
  now: number,
): Promise<{ pem: string; keyPem: string }> {
  const issuer = new X509Certificate(authority.pem);
  const signingKey = await subtle.importKey('pkcs8', derOf(authority.keyPem), ALGORITHM, false, ['sign']);
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [names[0]!] }],
    issuer: issuer.subject,
    notBefore: new Date(now - CLOCK_SKEW),
    notAfter: new Date(now + CERTIFICATE_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey as unknown as CryptoKey,
    signingKey: signingKey as unknown as CryptoKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: IP_ADDRESS.test(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(keys.publicKey as unknown as CryptoKey),
    ],
  });
  return { pem: pem('CERTIFICATE', certificate.rawData), keyPem: await keyPem(keys.privateKey) };
}

export const isNearItsEnd = (certificatePem: string, now: number): boolean =>
  Date.parse(new NodeCertificate(certificatePem).validTo) < now + RENEWAL_DAYS * DAY;

/** Whether a private key is that of a certificate; both in PEM. */
export function isKeyOf(certificatePem: string, privateKeyPem: string): boolean {
  try {
    const own = createPublicKey(createPrivateKey(privateKeyPem)).export({ format: 'der', type: 'spki' });
    return own.equals(new NodeCertificate(certificatePem).publicKey.export({ format: 'der', type: 'spki' }));
  } catch {
    // What was torn is neither.
    return false;
  }
}

export const derOfCertificate = (certificatePem: string): Uint8Array => new Uint8Array(new NodeCertificate(certificatePem).raw);

/** PEM of a certificate, from its DER. */
export const pemOfCertificate = (der: Uint8Array): string => new NodeCertificate(der).toString();

/** A signature of an authority's key: ECDSA with SHA-256, in the form of IEEE P1363. */
export const signByAuthority = (privateKeyPem: string, message: Uint8Array): Uint8Array =>
  new Uint8Array(sign('sha256', message, { key: createPrivateKey(privateKeyPem), dsaEncoding: 'ieee-p1363' }));

/** Whether a certificate (DER) is that of an authority and its key has signed. Never throws. */
export function verifyByAuthority(certificate: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const { ca, publicKey } = new NodeCertificate(certificate);
    const isP256 = publicKey.asymmetricKeyType === 'ec' && publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1';
    return ca && isP256 && verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
